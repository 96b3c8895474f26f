import ArgumentParser
import Foundation
import Superpose

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Times the matching of two images.",
    discussion: """
      Times resize and detect of both images and their match, on images that are already read, after a warm-up. \
      Every answer is compared with that of 'superpose match'.
      """)

  private static let warmUps = 3

  @Argument(help: "An image.")
  var first: String

  @Argument(help: "Another image.")
  var second: String

  @Option(name: .customLong("repeat"), help: ArgumentHelp("How often the pair is timed.", valueName: "count"))
  var repetitions = 20

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (1...100_000).contains(repetitions) else {
      throw ValidationError("--repeat: expected 1 to 100000, found \(repetitions).")
    }
  }

  func run() throws {
    let pair = try ImagePair(first, second)
    shared.output.note(pair.warnings)
    let registrar = try shared.registrar()
    let expected = try registrar.match(pair.images.0, pair.images.1)
    var timings = PairTimings()
    for repetition in 0..<Self.warmUps + repetitions {
      var clock = StageClock()
      let answer = try registrar.match(pair.images.0, pair.images.1, clock: &clock)
      try Self.check(answer, against: expected)
      if repetition >= Self.warmUps { timings.add(clock.seconds) }
    }
    let report = BenchmarkReport(timings, keypoints: expected, configuration: registrar.configuration)
    try shared.output.present(json: try JSON.document(report), summary: report.summary)
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
