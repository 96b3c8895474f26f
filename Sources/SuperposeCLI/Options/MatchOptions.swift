import ArgumentParser
import Superpose

struct MatchOptions: ParsableArguments {
  private static var defaults: RegistrationConfiguration { SharedOptions.defaults }

  @OptionGroup var assignment: AssignmentOptions

  @Option(
    help: ArgumentHelp("Matches below this confidence, 0...1, are left out of the result.", valueName: "confidence"))
  var minConfidence = defaults.minConfidence

  func fill(_ configuration: inout RegistrationConfiguration) {
    assignment.fill(&configuration.matching)
    configuration.minConfidence = minConfidence
  }
}
