import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import SuperposeReport
import SuperposeStacks

struct StackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stack", abstract: "Lays many images of one scene on one another: time-lapse, brackets, inspections.",
    discussion: """
      Describes each image once, matches neighbours, the reference and images that look alike, and finds all \
      transforms together, so that errors do not add up along the way. Images that are blank or show something else \
      are named and left out. Writes the aligned images under their own names, stack.json and stack.csv with the \
      shift, turn and scale of each. A run that was stopped goes on where it stopped. Exits with 0 where at least two \
      images could be aligned, else with 4; where a file is no image the others are done, and the exit code is that of \
      its error.
      """)

  @Argument(help: "The images, in their order in time.")
  var images: [String]

  @Option(name: [.short, .long], help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output = "aligned"

  @OptionGroup var graph: StackGraphOptions

  @Option(
    help: ArgumentHelp(
      "What the aligned images show: intersection, the largest box in which all have data; union, the smallest that "
        + "holds all; fixed, the reference's own frame; moving, all but the reference.",
      valueName: "part"))
  var framing = Framing.intersection

  @Option(
    help: ArgumentHelp("How images are sampled: nearest, linear, cubic or lanczos.", valueName: "method"))
  var interpolation = WarpInterpolation.cubic

  @Option(
    help: ArgumentHelp(
      "Also write one picture of all: mean against noise, median without what passes by, max or min.",
      valueName: "how"))
  var reduce: StackReduction?

  @OptionGroup var pages: PageOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let folder = try OutputFolder(output)
    let options = try graph.options(images)
    var outputs = StackOutputOptions()
    (outputs.framing, outputs.interpolation, outputs.reduction) = (framing, interpolation, reduce)
    // Before the long work.
    try StackWriter.names(of: images.map(URL.init(path:)), folder: folder.url, options: outputs)
    let registrar = try shared.registrar()
    var progress = ProgressLine(isQuiet: shared.output.quiet)
    let stack = try StackRegistrar(registrar).stack(
      images.map(URL.init(path:)), options: options,
      journal: URL(path: output + "/" + StackWriter.journalName)
    ) { progress.show($0.stage.rawValue, $0.done, of: $0.total, before: $0.earlier) }
    let report = try StackWriter(stack, folder: folder.url, options: outputs).write(registrar) {
      progress.show("writing", $0.done, of: $0.total)
    }
    progress.end()
    var names = [StackWriter.tableName, StackReport.name]
    if pages.isWanted {
      try StackFolder(folder.url).writePage(report, pages.size.options)
      names.append(StackFolder.pageName)
    }
    try shared.output.present(json: report, summary: StackSummary(report: report, folder: output, names: names).text)
    try StackGraphOptions.exit(for: stack)
  }
}

/// Which frames are matched, and which of them stays.
struct StackGraphOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The image that stays as it is: auto, the one that most others match best; first; or one of the images.",
      valueName: "image"))
  var reference = "auto"

  @Option(
    help: ArgumentHelp(
      "Which pairs are matched: linked, at most eight for each image; or all, every image with every other.",
      valueName: "pairs"))
  var pairs = StackOptions.Pairs.linked

  /// Says which files could not be read, and ends the program with the code of the first.
  static func exit(for stack: Stack) throws {
    let errors = stack.errors.sorted { $0.key < $1.key }.map(\.value)
    for error in errors { Console.complain("\(error)") }
    if let first = errors.first { throw ExitCode(ExitStatus(for: first).rawValue) }
  }

  func options(_ images: [String]) throws -> StackOptions {
    var options = StackOptions()
    options.pairs = pairs
    switch reference {
    case "auto": options.reference = .auto
    case "first": options.reference = .frame(0)
    default:
      guard let index = images.firstIndex(where: { $0 == reference || FileSystem.isSame($0, reference) }) else {
        throw CommandError(
          .usage, "--reference: '\(reference)' is none of the images; give auto, first or one of them")
      }
      options.reference = .frame(index)
    }
    return options
  }
}
