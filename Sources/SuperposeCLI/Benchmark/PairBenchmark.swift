import Foundation
import Superpose
import SuperposeImaging
import SuperposeInference
import SuperposeMatching
import SuperposeWeights

/// Measures the times of one pair in one configuration.
struct PairBenchmark {
  private static let warmUps = 3

  let configuration: RegistrationConfiguration
  let superPoint: WeightsChoice?
  let superGlue: WeightsChoice?

  /// - Throws: ``CommandError`` where an answer differs from the first.
  func report(_ images: (Image, Image), repetitions: Int) throws -> BenchmarkReport {
    PeakMemory.forget()
    let start = ContinuousClock.now
    let registrar = try Registrar(
      configuration: configuration, library: Environment.library, superPoint: superPoint,
      superGlue: superGlue)
    let expected = try registrar.match(images.0, images.1)
    let cold = start.duration(to: .now) / .seconds(1)
    var timings = PairTimings()
    for repetition in 0..<Self.warmUps + repetitions {
      let answer = try registrar.match(images.0, images.1)
      try Self.check(answer, against: expected)
      if repetition >= Self.warmUps { timings.add(answer.timings) }
    }
    return BenchmarkReport(
      timings, coldSeconds: cold, sizes: (images.0.size, images.1.size), keypoints: expected,
      registrar: registrar, networks: try RunNetworks(superPoint, superGlue),
      floating: try Self.floats(beside: registrar.configuration.inference))
  }

  /// The floats of what is not in 8 bits; nil where all is in floats.
  private static func floats(beside inference: InferenceConfiguration) throws -> Precision? {
    inference.precision == .int8 ? try InferenceRuntime().fastestFloats(device: inference.device) : nil
  }

  private static func check(_ answer: MatchResult, against expected: MatchResult) throws {
    let isSame =
      answer.features0 == expected.features0 && answer.features1 == expected.features1
      && answer.matches == expected.matches
    guard isSame else {
      throw CommandError(
        .internalError, "benchmark: expected the same answer every time, found another; please report this")
    }
  }
}

/// The times of many repetitions, in total and by stage.
struct PairTimings {
  private(set) var pair: [Double] = []
  private(set) var stages: [Timings.Stage: [Double]] = [:]

  /// - Parameter timings: The times of one repetition.
  mutating func add(_ timings: Timings) {
    pair.append(timings.total)
    for (stage, seconds) in timings.seconds { stages[stage, default: []].append(seconds) }
  }
}

/// The median of a sample and its spread.
struct Spread: Encodable {
  let median: Double
  let p5: Double
  let p95: Double
  let minimum: Double

  /// - Precondition: There is at least one value.
  init(_ values: [Double]) {
    let sorted = values.sorted()
    median = Self.quantile(0.5, of: sorted)
    p5 = Self.quantile(0.05, of: sorted)
    p95 = Self.quantile(0.95, of: sorted)
    minimum = sorted[0]
  }

  /// Interpolates linearly between the two nearest ranks.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let rank = share * Double(sorted.count - 1)
    let below = Int(rank)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (rank - Double(below)) * (sorted[above] - sorted[below])
  }
}
