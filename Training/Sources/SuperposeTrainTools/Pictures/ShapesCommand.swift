import ArgumentParser
import Foundation
import SuperposeGeometry
import SuperposeImaging
import SuperposeTrainingData

struct ShapesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shapes", abstract: "Draws a sheet of synthetic shapes with their points, a row for each kind.")

  @Option(name: [.short, .long], help: ArgumentHelp("The picture to write.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("How many of each kind.", valueName: "count"))
  var columns = 8

  @Option(help: "Width of each in pixels.")
  var width = 160

  @Option(help: "Height of each in pixels.")
  var height = 120

  @Option(help: "Which shapes are drawn.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many times larger than they are the pictures are shown.", valueName: "times"))
  var zoom = 2

  func validate() throws {
    guard (32...2048).contains(width), (32...2048).contains(height) else {
      throw ValidationError("expected a width and height of 32 to 2048, found \(width) and \(height).")
    }
    guard (1...50).contains(columns), (1...8).contains(zoom) else {
      throw ValidationError("expected 1 to 50 columns and a zoom of 1 to 8, found \(columns) and \(zoom).")
    }
  }

  func run() throws {
    var random = SplitMix64(seed: seed)
    let kinds = SyntheticShapes.Kind.allCases
    let pictures = kinds.flatMap { kind in (0..<columns).map { _ in picture(of: kind, using: &random) } }
    let cell = ImageSize(width: zoom * width, height: zoom * height)
    try Figure.grid(pictures, rows: kinds.count, columns: columns, cell: cell).write(to: URL(filePath: output))
    print(output)
  }

  private func picture(of kind: SyntheticShapes.Kind, using random: inout SplitMix64) -> Image {
    let size = ImageSize(width: width, height: height)
    let sample = SyntheticShapes.draw(kind, size: size, using: &random)
    let image = Image(size: size, channels: 1, values: sample.pixels)
    let large = image.resized(to: ImageSize(width: zoom * width, height: zoom * height))
    let largeFromSmall = PixelGrid.resize(from: size, to: large.size)
    return Figure.keypoints(
      sample.points.map { largeFromSmall(Point(x: Double($0.x), y: Double($0.y))) }, on: large)
  }
}
