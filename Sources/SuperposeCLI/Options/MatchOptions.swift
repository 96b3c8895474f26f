import ArgumentParser
import Superpose

/// How matches are made and which of them are kept. The preset decides about options that are not given.
struct MatchOptions: ParsableArguments {
  private static var defaults: RegistrationConfiguration { RegistrationConfiguration() }

  @OptionGroup var assignment: AssignmentOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Matches below this confidence, 0...1, are left out of the result. (default: \(defaults.minConfidence))",
      valueName: "confidence"))
  var minConfidence: Float?

  @Option(
    help: ArgumentHelp(
      "Whether images are matched again, one warped to look like the other: auto where they look different or "
        + "little agrees, always, or off. (default: \(defaults.secondLook.rawValue))",
      valueName: "when"))
  var secondLook: SecondLookPolicy?

  /// The former name of ``secondLook``.
  @Option(help: .hidden)
  var rectify: SecondLookPolicy?

  func fill(_ configuration: inout RegistrationConfiguration) {
    assignment.fill(&configuration.matching)
    if let minConfidence { configuration.minConfidence = minConfidence }
    if let secondLook = secondLook ?? rectify { configuration.secondLook = secondLook }
  }
}

/// How SuperGlue's assignment is computed and read.
struct AssignmentOptions: ParsableArguments {
  private static var defaults: MatchingOptions { MatchingOptions() }

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A match's confidence must exceed this, 0...1. (default: \(defaults.matchThreshold))", valueName: "confidence"))
  var matchThreshold: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Rounds of normalisation in the optimal transport. (default: \(defaults.sinkhornIterations))",
      valueName: "count"))
  var sinkhornIterations: Int?

  func fill(_ matching: inout MatchingOptions) {
    if let matchThreshold { matching.matchThreshold = matchThreshold }
    if let sinkhornIterations { matching.sinkhornIterations = sinkhornIterations }
  }
}
