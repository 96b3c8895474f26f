import Foundation
import SuperposeFiles

/// The two streams that a command writes to.
enum Console {
  /// Prints a result on the standard output, and ends the program where that cannot be written.
  static func print(_ text: String) { print(Data((text + "\n").utf8)) }

  static func print(_ data: Data) {
    do { try StandardStream.output.write(data) } catch {
      complain("cannot write to \(error.path): \(error.problem)")
      leave(with: ExitStatus.cannotWrite.rawValue)
    }
  }

  /// Prints something the user should know that is not part of the result, on the standard error.
  static func note(_ text: String) { complain("note: \(text)") }

  static func complain(_ text: String) {
    // Where even this cannot be written there is nobody to tell.
    try? StandardStream.error.write("superpose: \(text)\n".utf8)
  }

  static var isTerminal: Bool { StandardStream.output.isTerminal }

  /// Whether the terminal shows colours and the user has not declined them (https://no-color.org).
  static func hasColors(_ stream: StandardStream) -> Bool {
    let terminal = Environment["TERM"]
    return stream.isTerminal && Environment["NO_COLOR"] == nil && terminal != nil && terminal != "dumb"
  }
}

/// The styles of text in a terminal.
enum Style: Int {
  case bold = 1
  case faint = 2
  case red = 31
  case green = 32
  case yellow = 33

  func callAsFunction(_ text: String, on stream: StandardStream = .output) -> String {
    Console.hasColors(stream) ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }
}
