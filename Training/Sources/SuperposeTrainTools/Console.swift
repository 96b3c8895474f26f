import SuperposeFiles

/// Prints what the tools say beside their result.
enum Console {
  static func note(_ text: String) { write("superpose-train-tools: \(text)\n") }

  /// Prints a line that the next one replaces, in a terminal only.
  static func progress(_ text: String) {
    if isTerminal { write("\r\u{1B}[K\(text)") }
  }

  static func endProgress() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  private static var isTerminal: Bool { StandardStream.error.isTerminal }

  private static func write(_ text: String) {
    // Where even this cannot be written there is nobody to tell.
    try? StandardStream.error.write(text.utf8)
  }
}
