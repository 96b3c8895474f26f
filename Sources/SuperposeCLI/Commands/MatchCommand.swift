import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles

struct MatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match", abstract: "Finds the matches between two images, and no transform.",
    discussion: """
      The first image is called moving in the JSON and in options, the second fixed, as in that of 'superpose \
      register'. The options for the transform act on a second look, which warps by one.
      """)

  @Argument(help: "An image.")
  var first: String

  @Argument(help: "Another image.")
  var second: String

  @Option(
    help: ArgumentHelp(
      "Write keypoints0, keypoints1, scores0, scores1, matches, matches1, match_confidence, match_confidence1, "
        + "mkpts0, mkpts1 and confidence as NumPy arrays.",
      valueName: "file"))
  var npz: String?

  @Option(help: ArgumentHelp("Draw both images side by side with a line for each match.", valueName: "file"))
  var draw: String?

  @OptionGroup(title: "What takes part") var masks: MaskOptions
  @OptionGroup(title: "Where the search begins") var start: StartOptions
  @OptionGroup(title: "Drawing") var lines: LineOptions
  @OptionGroup(title: "Drawing") var style: DrawingOptions

  @Flag(name: .customLong("no-timings"), help: "Leave the times out, so that equal results are equal bytes.")
  var withoutTimings = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let arrays = try npz.map { try OutputFile($0, inputs: [first, second]) }
    let drawing = try draw.map { try PictureFile($0, inputs: [first, second]) }
    var guidance = try masks.guidance()
    guidance.start = try start.searchStart()
    let pair = try ImagePair(first, second)
    shared.output.note(pair.warnings)
    let registrar = try shared.registrar()
    let result = try registrar.match(pair.images.0, pair.images.1, guidance: guidance)
    try arrays?.write(NPZ.matches(result))
    try drawing?.write(
      result.matchesPicture(pair.images.0, pair.images.1, lines: lines.lines.count, style: style.style))
    var report = MatchReport(result, files: (URL(path: first), URL(path: second)), registrar: registrar)
    if withoutTimings { report.seconds = nil }
    try shared.output.present(json: report, summary: summary(report))
  }

  private func summary(_ report: MatchReport) -> String {
    var table = Table()
    let look = report.secondLook ? ", of a second look" : ""
    table.row("keypoints", "\(report.keypoints.moving) and \(report.keypoints.fixed)" + look)
    if let masks = report.masks { table.row("takes part", masks.summary) }
    if let seconds = report.seconds { table.row("seconds", RegistrationSummary.times(seconds)) }
    UsedWeights(report.weights).add(to: &table)
    let written = [npz, draw].compactMap { $0 }
    if !written.isEmpty { table.row("written", written.joined(separator: ", ")) }
    let count = report.matches.count == 1 ? "1 match" : "\(report.matches.count) matches"
    return Style.bold(count) + "  \(first) and \(second)\n" + table.text
  }
}
