import ArgumentParser
import Superpose

struct MatchOptions: ParsableArguments {
  private static var defaults: RegistrationConfiguration { SharedOptions.defaults }

  @Option(help: ArgumentHelp("A match's confidence must exceed this, 0...1.", valueName: "confidence"))
  var matchThreshold = defaults.matching.matchThreshold

  @Option(help: ArgumentHelp("Rounds of normalisation in the optimal transport.", valueName: "count"))
  var sinkhornIterations = defaults.matching.sinkhornIterations

  @Option(
    help: ArgumentHelp("Matches below this confidence, 0...1, are left out of the result.", valueName: "confidence"))
  var minConfidence = defaults.minConfidence

  func fill(_ configuration: inout RegistrationConfiguration) {
    configuration.matching.matchThreshold = matchThreshold
    configuration.matching.sinkhornIterations = sinkhornIterations
    configuration.minConfidence = minConfidence
  }
}
