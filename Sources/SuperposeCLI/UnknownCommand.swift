import ArgumentParser

/// A first word that is not a command. The parser would count it, and what follows, as unexpected arguments.
struct UnknownCommand: Error, CustomStringConvertible {
  let word: String
  /// The names of the commands before it: `superpose evaluate`.
  let parent: String
  let suggestion: String?

  /// Throws for command lines that name a command that does not exist.
  static func check(_ arguments: [String], root: CommandTree) throws {
    var command = root
    var path = [root.name]
    for word in arguments {
      guard !command.subcommands.isEmpty, !word.hasPrefix("-"), !(path.count == 1 && word == "help") else { return }
      guard let next = command.subcommands.first(where: { $0.name == word }) else {
        throw UnknownCommand(
          word: word, parent: path.joined(separator: " "),
          suggestion: nearest(to: word, among: command.subcommands.map(\.name)))
      }
      command = next
      path.append(word)
    }
  }

  var description: String {
    let hint = suggestion.map { "; did you mean '\($0)'?" } ?? "."
    return "unknown command '\(word)'\(hint) See '\(parent) --help' for more information."
  }

  /// Returns the name that is reached with the fewest edits, if they are few enough for a typing error.
  private static func nearest(to word: String, among names: [String]) -> String? {
    let word = word.lowercased()
    let distances = names.map { (name: $0, distance: editDistance(word, $0)) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, best.name.count / 3) ? best.name : nil
  }

  /// Counts insertions, deletions, replacements and swaps of neighbours (Damerau 1964).
  private static func editDistance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}

/// A command's name and those of the commands below it.
struct CommandTree {
  let name: String
  let subcommands: [CommandTree]

  init(_ command: ParsableCommand.Type) {
    let configuration = command.configuration
    name = configuration.commandName ?? ""
    subcommands = configuration.subcommands.map { CommandTree($0) }
  }
}
