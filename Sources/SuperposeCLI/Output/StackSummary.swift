import Superpose
import SuperposeStacks

/// The output of `stack`: how many images were aligned, which were not and why, and what was written.
struct StackSummary {
  let report: StackReport
  let folder: String
  let names: [String]

  var text: String {
    var table = Table()
    Self.addFrames(report.frames.map(\.result), to: &table)
    Self.addEvidence(report, to: &table)
    let (size, area) = (report.frame.area.size, report.frame.area)
    table.row("frame", "\(report.frame.framing.rawValue), \(size), begins at (\(area.x), \(area.y)) of the reference")
    UsedWeights(report.weights).add(to: &table)
    let images = report.frames.count { $0.file != nil }
    let others = [report.reduced?.file].compactMap { $0 } + names
    table.row("written", "\(folder)/: \(images) images, " + others.joined(separator: ", "))
    return Self.headline(report) + "\n" + table.text
  }

  static func headline(_ report: StackReport) -> String {
    let aligned = report.frames.count { $0.result.verdict != .failed }
    let word = aligned == report.frames.count ? Style.green("aligned") : Style.yellow("aligned")
    let reference = report.frames[report.reference].result.path
    return "\(word)  \(aligned) of \(report.frames.count) images onto \(reference)"
  }

  /// Names the frames that have no transform, or one that cannot be trusted, with the reasons.
  static func addFrames(_ frames: [Stack.Frame], to table: inout Table) {
    for (verdict, name) in [(Verdict.failed, "left out"), (.doubtful, "doubtful")] {
      for frame in frames where frame.verdict == verdict {
        table.row(name, "\(frame.path): " + frame.reasons.joined(separator: "; "))
      }
    }
  }

  static func addEvidence(_ report: StackReport, to table: inout Table) {
    table.row("pairs", "\(report.links.count) matched, \(report.links.count { $0.isUsed }) linked")
    let errors = report.frames.compactMap(\.result.errorPixels).sorted()
    if !errors.isEmpty { table.row("error", "\(errors[errors.count / 2].formatted(digits: 2)) pixels in the median") }
  }
}
