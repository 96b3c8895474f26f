import ArgumentParser
import Superpose

struct MatchOptions: ParsableArguments {
  private static var defaults: RegistrationConfiguration { SharedOptions.defaults }

  @OptionGroup var assignment: AssignmentOptions

  @Option(
    help: ArgumentHelp("Matches below this confidence, 0...1, are left out of the result.", valueName: "confidence"))
  var minConfidence = defaults.minConfidence

  @Option(
    help: ArgumentHelp(
      "Whether images are matched again, one warped to look like the other: auto where they look different or little agrees, always, or off.",
      valueName: "when"))
  var secondLook = defaults.secondLook

  /// The former name of ``secondLook``.
  @Option(help: .hidden)
  var rectify: SecondLookPolicy?

  func fill(_ configuration: inout RegistrationConfiguration) {
    assignment.fill(&configuration.matching)
    configuration.minConfidence = minConfidence
    configuration.secondLook = rectify ?? secondLook
  }
}
