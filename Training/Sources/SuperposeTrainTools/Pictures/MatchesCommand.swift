import ArgumentParser
import Foundation
import SuperposeGeometry
import SuperposeImaging

struct MatchesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matches", abstract: "Draws the sample matches of an evaluation: right ones green, wrong ones red.")

  @Argument(help: ArgumentHelp("One pair or a list of pairs, as superpose-train writes them.", valueName: "file.json"))
  var file: String

  @Option(name: [.short, .long], help: ArgumentHelp("(default: FILE.png)", valueName: "file"))
  var output: String?

  func run() throws {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ToolError(.missingInput, "'\(file)': it cannot be read; check the path")
    }
    let pairs = try SamplePair.pairs(in: data, file)
    let place = output ?? (file as NSString).deletingPathExtension + ".png"
    try Self.picture(of: pairs).write(to: URL(filePath: place))
    print(place)
  }

  static func picture(of pairs: [SamplePair]) -> Image {
    let pictures = pairs.map(\.picture)
    let columns = pairs.count > 1 ? 2 : 1
    let cell = ImageSize(
      width: pictures.map(\.size.width).max() ?? 1, height: pictures.map(\.size.height).max() ?? 1)
    return Figure.grid(
      pictures, rows: (pairs.count + columns - 1) / columns, columns: columns, cell: cell, labels: pairs.map(\.label))
  }
}
