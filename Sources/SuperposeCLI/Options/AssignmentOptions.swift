import ArgumentParser
import Superpose

/// How SuperGlue's assignment is made and read.
struct AssignmentOptions: ParsableArguments {
  private static var defaults: MatchingOptions { MatchingOptions() }

  @Option(help: ArgumentHelp("A match's confidence must exceed this, 0...1.", valueName: "confidence"))
  var matchThreshold = defaults.matchThreshold

  @Option(help: ArgumentHelp("Rounds of normalisation in the optimal transport.", valueName: "count"))
  var sinkhornIterations = defaults.sinkhornIterations

  func fill(_ matching: inout MatchingOptions) {
    matching.matchThreshold = matchThreshold
    matching.sinkhornIterations = sinkhornIterations
  }
}
