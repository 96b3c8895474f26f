import Superpose

/// Seconds of many repetitions, in all and by stage.
struct PairTimings {
  private(set) var pair: [Double] = []
  private(set) var stages: [Timings.Stage: [Double]] = [:]

  /// - Parameter timings: of one repetition.
  mutating func add(_ timings: Timings) {
    pair.append(timings.total)
    for (stage, seconds) in timings.seconds { stages[stage, default: []].append(seconds) }
  }
}

/// The middle of a sample and how far it spreads.
struct Spread: Encodable {
  let median: Double
  let p5: Double
  let p95: Double
  let minimum: Double

  /// - Precondition: at least one value.
  init(_ values: [Double]) {
    let sorted = values.sorted()
    median = Self.quantile(0.5, of: sorted)
    p5 = Self.quantile(0.05, of: sorted)
    p95 = Self.quantile(0.95, of: sorted)
    minimum = sorted[0]
  }

  /// Linear between the two nearest ranks.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let rank = share * Double(sorted.count - 1)
    let below = Int(rank)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (rank - Double(below)) * (sorted[above] - sorted[below])
  }
}
