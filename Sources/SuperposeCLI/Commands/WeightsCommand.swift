import ArgumentParser

struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "Lists, imports and verifies the networks' weights.",
    subcommands: [WeightsListCommand.self, WeightsImportCommand.self, WeightsVerifyCommand.self])
}
