import ArgumentParser
import Foundation
import SuperposeTrainingData

struct PackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack", abstract: "Packs a folder of photographs, shrunk, into one file or several.",
    discussion: """
      Takes every PNG, TIFF, JPEG, WebP, BMP or PNM file below the folder, in the order of their names, upright by \
      their EXIF orientation. What cannot be read or is too small is counted, named and left out.
      """)

  @Argument(help: ArgumentHelp("The folder.", valueName: "photos"))
  var photos: String

  @Option(name: [.short, .long], help: ArgumentHelp("The pack to write, FILE.pack.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Photographs are shrunk until their short side is no longer.", valueName: "pixels"))
  var shortSide = 480

  @Option(help: ArgumentHelp("... and their long side no longer than this.", valueName: "pixels"))
  var longSide = 854

  @Option(help: ArgumentHelp("Photographs whose short side is less are left out.", valueName: "pixels"))
  var minimumSide = 120

  @Option(
    help: ArgumentHelp("Splits the pack in FILE-00.pack and so on, none larger than this.", valueName: "megabytes"))
  var partMegabytes: Int?

  @Option(
    help: ArgumentHelp(
      "A table with tabs between columns and their names in the first line; `file` is a path from the table's folder, "
        + "`kind` is photo, texture, render or map. (default: all are photos)", valueName: "index.tsv"))
  var kinds: String?

  @Flag(help: "Grey: a third of the bytes, but no views through colour filters and other sensors.")
  var grey = false

  func validate() throws {
    guard minimumSide >= 1, shortSide >= minimumSide, longSide >= shortSide else {
      throw ValidationError(
        "expected 1 <= minimum side <= short side <= long side, found \(minimumSide), \(shortSide) and \(longSide).")
    }
    if let partMegabytes, !(1...1_000_000).contains(partMegabytes) {
      throw ValidationError("--part-megabytes: expected 1 or more, found \(partMegabytes).")
    }
  }

  func run() throws {
    let files = try PhotographFolder.files(in: photos)
    let kinds = try self.kinds.map(KindTable.init(contentsOf:))
    let writer = PhotographPackWriter(
      URL(fileURLWithPath: output), maximumPartBytes: partMegabytes.map { $0 * 1_000_000 })
    let limits = SizeLimits(shortSide: shortSide, longSide: longSide, minimumSide: minimumSide)
    let summary = try PhotographPacking(folder: photos, kinds: kinds, limits: limits, isGrey: grey)
      .pack(files, into: writer)
    guard summary.packed > 0 else {
      throw ToolError(
        .malformedInput, "'\(photos)': none of its \(files.count) images can be used; give a folder of photographs")
    }
    let places = try writer.finish()
    print(summary.text(places: places.map(\.path)))
  }
}
