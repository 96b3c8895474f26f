import ArgumentParser
import Foundation
import Superpose
import SuperposeImaging
import SuperposeServerCore

/// The program. What a command throws becomes a line on the standard error and an exit code of `sysexits.h`.
@main
enum Main {
  static func main() async {
    DecoderMessages.muteForProgram()
    do {
      let command = try ServeCommand.parse(Self.arguments)
      try await command.run()
      _exit(0)
    } catch {
      leave(after: error)
    }
  }

  private static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

  private static func leave(after error: any Error) -> Never {
    let code = ServeCommand.exitCode(for: error)
    switch code {
    case .success: FileHandle.standardOutput.write(Data((ServeCommand.fullMessage(for: error) + "\n").utf8))
    case .validationFailure: complain(ServeCommand.message(for: error) + ". See 'superpose serve --help'.")
    default: complain("\(error)")
    }
    _exit(code == .failure ? 69 : code.rawValue)
  }

  static func complain(_ text: String) { FileHandle.standardError.write(Data("superpose: \(text)\n".utf8)) }
}
