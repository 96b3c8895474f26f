import ArgumentParser
import Foundation

/// Ends the program at once. No buffer is waiting to be written, and the libraries need not be released.
func leave(with code: Int32) -> Never {
  TemporaryFiles.remove()
  _exit(code)
}

/// Ends the program in the way that an error calls for. Help and the version go to the standard output, a verdict sets
/// the exit code alone, and all else is one message on the standard error.
func leave(after error: any Error) -> Never {
  if let code = error as? ExitCode { leave(with: code.rawValue) }
  let code = SuperposeCommand.exitCode(for: error)
  switch code {
  case .success:
    Console.print(SuperposeCommand.fullMessage(for: error))
    leave(with: 0)
  case .validationFailure:
    Console.complain(usageMessage(for: error))
    leave(with: ExitStatus.usage.rawValue)
  default:
    Console.complain("\(error)")
    leave(with: ExitStatus(for: error).rawValue)
  }
}

/// Returns the parser's sentence, and where to read more, in one line.
private func usageMessage(for error: any Error) -> String {
  let lines = SuperposeCommand.fullMessage(for: error).split(separator: "\n").map {
    $0.trimmingCharacters(in: .whitespaces)
  }
  let problem = inOneLine(SuperposeCommand.message(for: error))
  guard let hint = lines.last(where: { $0.hasPrefix("See '") }) else { return problem }
  return problem + (problem.hasSuffix(".") ? " " : ". ") + hint
}

/// Returns the parser's sentence with the list that it makes of more than five values in the same line.
private func inOneLine(_ text: String) -> String {
  let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  let values = lines.filter { $0.hasPrefix("- ") }.map { "'\($0.dropFirst(2))'" }
  guard let last = values.last else { return text }
  let sentence = lines.filter { !$0.hasPrefix("- ") }.joined(separator: " ")
  return "\(sentence) \(values.dropLast().joined(separator: ", ")) or \(last)."
}
