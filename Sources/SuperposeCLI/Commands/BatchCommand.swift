import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeLists
import SuperposeReport

struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Registers many pairs; an image of several pairs is described once.",
    discussion: """
      Writes a folder with registration.json for each pair, pairs.jsonl and pairs.csv. A run that was stopped goes on \
      where it stopped; pairs are done again only where files, options, weights or the program's version have changed. \
      Masks, regions and a prior hold for every pair. Exits with 0 whatever the verdicts; where a pair has an error \
      the others are done, and the exit code is that of the first error.
      """)

  @Argument(
    help: ArgumentHelp(
      """
      A text file of lines MOVING FIXED, paths relative to it, in double quotes where they have spaces. With --onto: \
      the moving images.
      """,
      valueName: "list"))
  var files: [String]

  @Option(help: ArgumentHelp("Register each given image onto this one, instead of a list.", valueName: "fixed"))
  var onto: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The folder to write to. (default: named after the list, or after the fixed image)", valueName: "folder"))
  var output: String?

  @Flag(help: "Also write the pictures that 'superpose register' writes.")
  var pictures = false

  @Flag(name: .customLong("no-timings"), help: "Leave the times out of registration.json.")
  var withoutTimings = false

  @OptionGroup(title: "What takes part") var masks: MaskOptions
  @OptionGroup(title: "Where the search begins") var start: PriorOptions
  @OptionGroup var pages: PageOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard onto != nil || files.count == 1 else {
      throw ValidationError(
        "expected one list, found \(files.count) files; give --onto FIXED to register them onto one.")
    }
  }

  func run() throws {
    let pairs =
      try onto.map { fixed in files.map { ListedPair(moving: URL(path: $0), fixed: URL(path: fixed)) } }
      ?? PairList.read(URL(path: files[0]))
    let folder = try OutputFolder(output ?? Self.folderName(onto ?? files[0]))
    var guidance = try masks.guidance()
    guidance.start = try start.searchStart()
    let registrar = try shared.registrar()
    var options = ListRun.Options()
    options.pictures = pictures
    options.output.timings = !withoutTimings
    let run = try ListRun(pairs, registrar: registrar, folder: folder.url, guidance: guidance, options: options)
    var progress = ProgressLine(isQuiet: shared.output.quiet)
    var (results, errors) = try run.finish(ListRegistrar(registrar)) { step in
      progress.say(BatchLine(result: step.result, done: step.done, total: pairs.count).text, always: step.error != nil)
      progress.show("pairs", step.done, of: pairs.count, before: step.earlier)
    }
    progress.end()
    if pages.isWanted { errors += try writePages(results, to: folder.path) }
    try shared.output.present(
      json: results, summary: BatchSummary(results: results, folder: folder.path).text)
    if let first = errors.first { throw ExitCode(ExitStatus(for: first).rawValue) }
  }

  /// Writes the pages, and returns the errors of those that could not be written.
  private func writePages(_ results: [ListedResult], to folder: String) throws -> [any Error] {
    var progress = ProgressLine(isQuiet: shared.output.quiet)
    defer { progress.end() }
    return try ListFolder(URL(path: folder)).writePages(results, pages.size.options, onlyMissing: true) {
      progress.show("pages", $0, of: results.count)
    }
  }

  /// Returns `pairs-registered` for `lists/pairs.txt`.
  private static func folderName(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent + "-registered"
  }
}
