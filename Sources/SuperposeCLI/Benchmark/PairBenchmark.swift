import Foundation
import Superpose

/// Times one pair in one configuration.
struct PairBenchmark {
  private static let warmUps = 3

  let configuration: RegistrationConfiguration
  let weights: WeightsOptions

  /// - Throws: ``CommandError`` where an answer is another than the first.
  func report(_ images: (Image, Image), repetitions: Int) throws -> BenchmarkReport {
    PeakMemory.forget()
    let start = ContinuousClock.now
    let registrar = try Registrar(
      configuration: configuration, library: Environment.library, superPoint: weights.superpointWeights,
      superGlue: weights.superglueWeights)
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
      configuration: registrar.configuration)
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
