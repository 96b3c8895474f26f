import Foundation
import Superpose

/// What `benchmark` found.
struct BenchmarkReport: Encodable {
  let schema = "superpose.benchmark/1"
  /// Counts of the first and the second image.
  let keypoints: [Int]
  let `repeat`: Int
  let pairSeconds: Spread
  /// By stage (``StageClock``), both images together.
  let stages: [String: Spread]
  let precision: String
  let threads: Int
  let machine: String

  init(_ timings: PairTimings, keypoints result: MatchResult, configuration: RegistrationConfiguration) {
    keypoints = [result.features0.count, result.features1.count]
    `repeat` = timings.pair.count
    pairSeconds = Spread(timings.pair)
    stages = timings.stages.mapValues(Spread.init)
    precision = configuration.inference.precision?.rawValue ?? ""
    threads = configuration.inference.threads ?? ProcessInfo.processInfo.activeProcessorCount
    machine = Machine.description
  }

  var summary: String {
    var table = Table()
    table.row("pair", pairSeconds.text)
    for stage in StageClock.stages { if let spread = stages[stage] { table.row(stage, spread.text) } }
    table.row("keypoints", "\(keypoints[0]) and \(keypoints[1])")
    table.row("networks", "\(precision), \(threads) threads")
    table.row("machine", machine)
    return Style.bold("milliseconds") + "  median (5 % ... 95 %) of \(`repeat`)\n" + table.text
  }
}

extension Spread {
  fileprivate var text: String {
    let (middle, low, high) = (1000 * median, 1000 * p5, 1000 * p95)
    return "\(middle.formatted(digits: 1)) (\(low.formatted(digits: 1)) ... \(high.formatted(digits: 1)))"
  }
}
