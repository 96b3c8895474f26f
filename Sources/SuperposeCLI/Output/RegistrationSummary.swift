import Foundation
import Superpose

/// What `register` prints: the verdict, the evidence, the times and what was written.
struct RegistrationSummary {
  let report: RegistrationReport
  let files: [String]

  var text: String {
    var table = Table()
    addEvidence(to: &table)
    if let seconds = report.seconds { table.row("seconds", Self.times(seconds)) }
    UsedWeights(report.weights).add(to: &table)
    table.row("written", written)
    return ([headline] + report.reasons.map { "  " + $0 }).joined(separator: "\n") + "\n" + table.text
  }

  private var headline: String {
    let pair = "\(report.moving.path) onto \(report.fixed.path)"
    return switch report.verdict {
    case .registered: Style.green("registered") + "  " + pair
    case .doubtful: Style.yellow("doubtful") + "  " + pair
    case .failed: Style.red("not registered") + "  " + pair
    }
  }

  private func addEvidence(to table: inout Table) {
    let statistics = report.statistics
    table.row("keypoints", "\(report.keypoints.moving) and \(report.keypoints.fixed)")
    let share = Self.percent(statistics.inlierRatio)
    table.row("matches", "\(statistics.matchCount), of which \(statistics.inlierCount) (\(share)) agree")
    guard report.fixedFromMoving != nil else { return }
    table.row("overlap", "\(Self.percent(statistics.overlapFraction)) of the fixed image")
    if let error = statistics.meanErrorPixels { table.row("error", "\(error.formatted(digits: 2)) pixels on average") }
  }

  /// The total, then the stages in the order in which they run.
  static func times(_ seconds: [String: Double]) -> String {
    let known = StageClock.stages.filter { seconds[$0] != nil }
    let stages = known.map { "\($0) \((seconds[$0] ?? 0).formatted(digits: 2))" }.joined(separator: ", ")
    return "\(seconds.values.reduce(0, +).formatted(digits: 2)) (\(stages))"
  }

  private var written: String {
    guard let first = files.first else { return "nothing" }
    let folder = (first as NSString).deletingLastPathComponent
    return "\(folder)/: " + files.map { ($0 as NSString).lastPathComponent }.joined(separator: ", ")
  }

  private static func percent(_ share: Double) -> String { "\((100 * share).formatted(digits: 0)) %" }
}
