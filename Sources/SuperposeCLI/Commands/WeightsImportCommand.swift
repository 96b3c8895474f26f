import ArgumentParser
import Foundation
import Superpose

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
    help:
      "What to call the weights. (default: the file's name without its extension and network: 'outdoor' for superglue_outdoor.pth)"
  )
  var name: String?

  @Option(help: ArgumentHelp("Under what terms they may be used.", valueName: "text"))
  var licence: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let entry = try Environment.library.importFile(file, as: name ?? Self.name(of: file), licence: licence)
    try output.present(json: entry, summary: entry.summary)
  }

  private static func name(of file: String) -> String {
    let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let network = NetworkKind.allCases.first { stem.hasPrefix($0.rawValue + "_") }
    return network.map { String(stem.dropFirst($0.rawValue.count + 1)) } ?? stem
  }
}
