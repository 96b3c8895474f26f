import Superpose
import SuperposeStacks

/// The output of `stack`: how many images were aligned, which were not and why, and what was written.
struct StackSummary {
  let report: StackReport
  let folder: String
  let names: [String]

  var text: String {
    let frames = report.frames.map(\.result)
    var table = Table()
    for frame in frames where frame.verdict == .failed { table.row("left out", Self.line(frame)) }
    for frame in frames where frame.verdict == .doubtful { table.row("doubtful", Self.line(frame)) }
    let used = report.links.count { $0.isUsed }
    table.row("pairs", "\(report.links.count) matched, \(used) linked")
    let errors = frames.compactMap(\.errorPixels).sorted()
    if !errors.isEmpty { table.row("error", "\(errors[errors.count / 2].formatted(digits: 2)) pixels in the median") }
    let (size, area) = (report.frame.area.size, report.frame.area)
    table.row("frame", "\(report.frame.framing.rawValue), \(size), begins at (\(area.x), \(area.y)) of the reference")
    UsedWeights(report.weights).add(to: &table)
    let images = report.frames.count { $0.file != nil }
    let others = [report.reduced?.file].compactMap { $0 } + names
    table.row("written", "\(folder)/: \(images) images, " + others.joined(separator: ", "))
    return "\(headline)\n" + table.text
  }

  private var headline: String {
    let aligned = report.frames.count { $0.result.verdict != .failed }
    let words = "\(aligned) of \(report.frames.count)"
    let colored = aligned == report.frames.count ? Style.green("aligned") : Style.yellow("aligned")
    return "\(colored)  \(words) images onto \(report.frames[report.reference].result.path)"
  }

  private static func line(_ frame: Stack.Frame) -> String {
    "\(frame.path): " + frame.reasons.joined(separator: "; ")
  }
}
