import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeImaging

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows images in a grid.",
    discussion:
      "In a terminal that can show pictures (kitty, iTerm2, sixel), else in the desktop's viewer, or in a file.")

  /// The resolution in dots per inch.
  private static let resolution = 100.0
  private static let sizes = 1.0...200
  private static let gap = 8

  @Argument(help: ArgumentHelp("The images.", valueName: "image"))
  var images: [String]

  @Option(
    help: ArgumentHelp("ROWSxCOLUMNS. (default: as square as it gets)", valueName: "grid"),
    transform: Grid.init(argument:))
  var grid: Grid?

  @Option(
    help: ArgumentHelp(
      "The size that each image is given before it is put into its cell: WxH, N for the long side, short:N, or "
        + "none. (default: none)",
      valueName: "size"),
    transform: ResizePolicy.init(argument:))
  var resize = ResizePolicy.none

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The width of the whole picture in inches of 100 pixels.", valueName: "inches"))
  var size = 12.0

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write the picture to a file instead of showing it.", valueName: "file"))
  var output: String?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    try grid?.require(roomFor: images.count)
    guard Self.sizes.contains(size) else {
      throw ValidationError("--size: expected 1 to 200 inches, found \(size.formatted(digits: 1)).")
    }
  }

  func run() throws {
    let display = try output.map { Display.file(try PictureFile($0, inputs: images)) } ?? Display.found()
    let pictures = try images.map { path in
      let image = try Image(contentsOf: URL(path: path))
      if !quiet { for warning in image.warnings { Console.note("\(path): \(warning)") } }
      return image.resized(to: resize.size(for: image.size))
    }
    let layout = grid ?? .square(for: images.count)
    let picture = Figure.grid(
      pictures, rows: layout.rows, columns: layout.columns, cell: cell(for: pictures, in: layout), gap: Self.gap)
    let place = try display.show(picture)
    if let place, !quiet { Console.print(place) }
  }

  /// Returns the size of a cell: as wide as there is room for, and as high as the pictures' proportions ask for, up to
  /// four times the width.
  private func cell(for pictures: [Image], in layout: Grid) -> ImageSize {
    let width = (size * Self.resolution - Double((layout.columns - 1) * Self.gap)) / Double(layout.columns)
    let proportions = pictures.map { Double($0.size.height) / Double($0.size.width) }
    let height = width * min(4, max(0.25, proportions.max() ?? 1))
    return ImageSize(width: max(1, Int(width.rounded())), height: max(1, Int(height.rounded())))
  }
}
