import ArgumentParser
import SuperposeImaging

/// The program. An error that a command throws becomes a line on the standard error and an exit code, see
/// ``ExitStatus``.
@main
enum Main {
  static func main() {
    Interruption.install()
    DecoderMessages.muteForProgram()
    do {
      try UnknownCommand.check(Array(CommandLine.arguments.dropFirst()), root: CommandTree(SuperposeCommand.self))
      var command = try SuperposeCommand.parseAsRoot()
      try command.run()
      leave(with: 0)
    } catch {
      leave(after: error)
    }
  }
}
