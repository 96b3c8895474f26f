import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeWeights

struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "Lists, imports and verifies the networks' weights.",
    subcommands: [WeightsListCommand.self, WeightsImportCommand.self, WeightsVerifyCommand.self])
}

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
  /// The entry in a few lines for people.
  var summary: String {
    var table = Table()
    table.row("network", network.rawValue + (isDefault ? " (its default)" : ""))
    if let size { table.row("size", size) }
    table.row("origin", origin)
    table.row("licence", licence)
    if let sha256 { table.row("sha256", sha256) }
    return Style.bold(name) + "\n" + table.text
  }
}

struct WeightsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Keeps a file of weights under a name.",
    discussion: """
      Takes .pth and .safetensors files for SuperPoint and SuperGlue; nothing in a file is executed. Options \
      --superpoint-weights and --superglue-weights then take the name. A name that is taken is replaced.
      """)

  @Argument(help: "A .pth or .safetensors file.")
  var file: String

  @Option(
    help: ArgumentHelp(
      "What to call the weights. (default: the file's name without its extension and network: 'outdoor' for "
        + "superglue_outdoor.pth)")
  )
  var name: String?

  @Option(help: ArgumentHelp("Under what terms they may be used.", valueName: "text"))
  var licence: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let entry = try Environment.library.importFile(URL(path: file), as: name ?? Self.name(of: file), licence: licence)
    try output.present(json: entry, summary: entry.summary)
  }

  private static func name(of file: String) -> String {
    let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let network = NetworkKind.allCases.first { stem.hasPrefix($0.rawValue + "_") }
    return network.map { String(stem.dropFirst($0.rawValue.count + 1)) } ?? stem
  }
}

struct WeightsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks that all weights are there, whole and unchanged.")

  /// An entry of the library and the problem with it.
  private struct Finding: Encodable {
    let name: String
    @Nullable var network: NetworkKind?
    @Nullable var sha256: String?
    @Nullable var problem: String?
  }

  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = Environment.library
    let findings =
      library.verify().map {
        Finding(name: $0.entry.name, network: $0.entry.network, sha256: $0.entry.sha256, problem: $0.problem)
      }
      + library.damaged().map {
        Finding(name: $0.name, network: nil, sha256: nil, problem: "\($0.path) is damaged; remove it and import again")
      }
    try output.present(json: findings, summary: Self.summary(findings))
    let damaged = findings.filter { $0.problem != nil }
    guard damaged.isEmpty else {
      let names = damaged.map(\.name).joined(separator: ", ")
      throw CommandError(.malformedInput, "weights verify: not as they should be: \(names)")
    }
  }

  private static func summary(_ findings: [Finding]) -> String {
    var table = Table()
    for finding in findings { table.row(finding.name, finding.problem ?? Style.green("good")) }
    return Style.bold("weights") + "\n" + table.text
  }
}
