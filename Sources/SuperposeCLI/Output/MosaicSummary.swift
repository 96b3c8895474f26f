import Superpose
import SuperposeStacks

/// The output of `mosaic`: how many images it shows, which are left out and why, and how large it is.
struct MosaicSummary {
  let report: MosaicReport
  let path: String

  var text: String {
    var table = Table()
    StackSummary.addFrames(report.stack.frames.map(\.result), to: &table)
    StackSummary.addEvidence(report.stack, to: &table)
    table.row("mosaic", "\(report.size), \(report.scale.formatted(digits: 3)) times the reference's resolution")
    UsedWeights(report.stack.weights).add(to: &table)
    let stem = path.withoutExtension
    table.row("written", "\(path), \(stem).json, \(stem).jsonl")
    return StackSummary.headline(report.stack) + "\n" + table.text
  }
}
