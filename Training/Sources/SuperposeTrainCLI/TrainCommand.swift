import ArgumentParser

@main
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superpose-train",
    abstract: "Trains SuperPoint and SuperGlue on a folder of photographs.",
    subcommands: [
      RunCommand.self, ShapesCommand.self, LabelsCommand.self, SuperPointCommand.self, SuperGlueCommand.self,
      LooksCommand.self, EvaluateCommand.self,
    ])
}
