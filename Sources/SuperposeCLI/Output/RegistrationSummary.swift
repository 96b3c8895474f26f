import Foundation
import Superpose
import SuperposeMatching

/// The output of `register`: the verdict, the evidence, the times, and the files that were written.
struct RegistrationSummary {
  let report: RegistrationReport
  let files: [String]

  var text: String {
    var table = Table()
    addEvidence(to: &table)
    if let frame = report.frame { table.row("frame", frame.summary) }
    if let seconds = report.seconds { table.row("seconds", Self.times(seconds)) }
    UsedWeights(report.weights).add(to: &table)
    table.row("written", written)
    return ([headline] + (report.reasons + report.notes).map { "  " + $0 }).joined(separator: "\n") + "\n" + table.text
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
    if let landmarks = report.landmarks { table.row("landmarks", landmarks.summary) }
    // Of landmarks alone there is no more to say than that.
    if report.landmarks?.role == .only { return }
    let look = report.secondLook ? ", of a second look" : ""
    table.row("keypoints", "\(report.keypoints.moving) and \(report.keypoints.fixed)" + look)
    if let masks = report.masks { table.row("takes part", masks.summary) }
    // Without a transform there is nothing for matches to agree with; the reasons say how many matches were too few.
    guard report.fixedFromMoving != nil else { return table.row("matches", "\(statistics.matchCount)") }
    let share = Percentage(statistics.inlierRatio)
    table.row("matches", "\(statistics.matchCount), of which \(statistics.inlierCount) (\(share)) agree")
    table.row("overlap", "\(Percentage(statistics.overlapFraction)) of the fixed image")
    if let error = statistics.meanErrorPixels { table.row("error", "\(error.formatted(digits: 2)) pixels on average") }
  }

  /// Returns the total time, then the stages in the order in which they run.
  static func times(_ timings: Timings) -> String {
    let stages = Timings.Stage.allCases.compactMap { stage in
      timings[stage].map { "\(stage.rawValue) \($0.formatted(digits: 2))" }
    }
    return "\(timings.total.formatted(digits: 2)) (\(stages.joined(separator: ", ")))"
  }

  private var written: String {
    guard let first = files.first else { return "nothing" }
    let folder = (first as NSString).deletingLastPathComponent
    return "\(folder)/: " + files.map { ($0 as NSString).lastPathComponent }.joined(separator: ", ")
  }
}

extension MaskReport {
  /// How much of both images took part, in a line.
  var summary: String {
    func share(_ part: Part?) -> Percentage { Percentage(part?.includedFraction ?? 1) }
    return "\(share(moving)) of the moving and \(share(fixed)) of the fixed image"
  }
}

extension LandmarkReport {
  /// How many landmarks there are and how far from the transform they lie, in a line.
  fileprivate var summary: String {
    guard let mean = meanResidualPixels, let largest = largestResidualPixels else { return "\(pairs.count)" }
    let use = role == .only ? ", which are all there is" : ""
    return "\(pairs.count)\(use), \(mean.formatted(digits: 2)) pixels from the transform on average, at most "
      + largest.formatted(digits: 2)
  }
}
