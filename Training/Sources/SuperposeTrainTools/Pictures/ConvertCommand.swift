import ArgumentParser
import Foundation
import SuperposeImaging

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Writes an image in the format that the output's name says.")

  @Argument(help: ArgumentHelp("Any image.", valueName: "image")) var image: String
  @Option(name: [.short, .long], help: ArgumentHelp("The picture to write.", valueName: "file")) var output: String

  func run() throws {
    try Image(contentsOf: URL(filePath: image)).write(to: URL(filePath: output))
    print(output)
  }
}
