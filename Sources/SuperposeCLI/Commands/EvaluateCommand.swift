import ArgumentParser

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measures how accurate registrations are, where the truth is known.",
    discussion: """
      Two passes: predictions to the disk, then figures from the disk. A run that was interrupted goes on where it \
      stopped; changed settings, weights or pictures make new predictions.
      """,
    subcommands: [
      EvaluateHomographiesCommand.self, EvaluateSyntheticCommand.self, EvaluateDeformationsCommand.self,
      EvaluatePosesCommand.self,
    ])
}
