import ArgumentParser
import Foundation

/// The parts of training that need OpenCV: reading photographs beforehand, and drawing pictures afterwards.
@main
struct TrainToolsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superpose-train-tools",
    abstract: "Packs photographs for superpose-train and draws what it did.",
    discussion: """
      Exit codes: 0 done; 64 wrong usage; 65 a file that is not what it should be; 66 a file that is missing; \
      73 cannot write.
      """,
    subcommands: [
      PackCommand.self, ShapesCommand.self, CurvesCommand.self, MatchesCommand.self, ConvertCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      guard let failure = error as? ToolError ?? ToolError.known(error) else { exit(withError: error) }
      Console.note("\(failure)")
      Foundation.exit(failure.status.rawValue)
    }
  }
}
