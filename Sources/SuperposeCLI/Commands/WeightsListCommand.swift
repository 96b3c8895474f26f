import ArgumentParser
import Superpose

struct WeightsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the weights that are there, with their origins and licences.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    let entries = Environment.library.list()
    output.note(Environment.library.damaged().map { "weights \($0)" })
    try output.present(
      json: entries, summary: entries.map(\.summary).joined(separator: "\n"))
  }
}

extension WeightsEntry {
  /// A few lines for people.
  var summary: String {
    var table = Table()
    table.row("network", network.rawValue + (isDefault ? " (its default)" : ""))
    table.row("origin", origin)
    table.row("licence", licence)
    if let sha256 { table.row("sha256", sha256) }
    return Style.bold(name) + "\n" + table.text
  }
}
