import Foundation
import SuperposeGeometry
import SuperposeImaging
import SuperposeTrainingData
import Testing

@testable import SuperposeTrainTools

private func image(_ width: Int, _ height: Int) -> Image {
  Image(
    size: ImageSize(width: width, height: height), channels: 3,
    values: (0..<width * height).flatMap { i -> [UInt8] in [0, UInt8(i % width * 255 / width), 0] })
}

@Test func sizesAreLimitedOnBothSidesAndNeverEnlarged() {
  let limits = SizeLimits(shortSide: 480, longSide: 854, minimumSide: 120)
  func size(_ width: Int, _ height: Int) -> ImageSize? { limits.size(for: ImageSize(width: width, height: height)) }
  #expect(size(960, 540) == ImageSize(width: 853, height: 480))
  #expect(size(4000, 1000) == ImageSize(width: 854, height: 214))
  #expect(size(1000, 4000) == ImageSize(width: 214, height: 854))
  #expect(size(300, 200) == ImageSize(width: 300, height: 200))
  #expect(size(300, 119) == nil)
  #expect(size(9000, 900) == nil)
}

@Test func packTakesImagesInOrderWithTheirKinds() throws {
  let folder = try TemporaryFolder()
  try FileManager.default.createDirectory(at: folder.file("photos/sub"), withIntermediateDirectories: true)
  try image(400, 200).write(to: folder.file("photos/sub/b.png"))
  try image(200, 150).write(to: folder.file("photos/a.png"))
  try image(100, 100).write(to: folder.file("photos/tiny.png"))
  try Data("no image".utf8).write(to: folder.file("photos/broken.jpg"))
  try Data("text".utf8).write(to: folder.file("photos/readme.txt"))
  try "file\tlicense\tkind\nphotos/sub/b.png\tCC0\ttexture\n".write(
    to: folder.file("index.tsv"), atomically: true, encoding: .utf8)
  let output = folder.file("out.pack")
  let command = try PackCommand.parse([
    folder.file("photos").path, "--output", output.path, "--kinds", folder.file("index.tsv").path, "--long-side", "300",
    "--short-side", "300", "--grey",
  ])
  try command.run()
  let pack = try PhotographPack(reading: [output])
  #expect((0..<pack.count).map { pack[$0].name } == ["a.png", "sub/b.png"])
  #expect((0..<pack.count).map { pack[$0].kind } == [.photo, .texture])
  #expect(pack[1].width == 300 && pack[1].height == 150)
  // Pure green has the weight 0.587.
  let last = pack.withPixels(of: 0) { $0[199] }
  #expect(abs(Double(last) - 0.587 * 253) < 1)
}

@Test func packTakesColours() throws {
  let folder = try TemporaryFolder()
  let size = ImageSize(width: 200, height: 150)
  // The colours are blue, green and red of every pixel, in OpenCV's order.
  let colours = (0..<size.pixelCount).flatMap { _ -> [UInt8] in [30, 60, 90] }
  try Image(size: size, channels: 3, values: colours).write(to: folder.file("a.png"))
  try Image(size: size, channels: 1, values: [UInt8](repeating: 7, count: size.pixelCount))
    .write(to: folder.file("b.png"))
  let output = folder.file("out.pack")
  try PackCommand.parse([folder.url.path, "--output", output.path]).run()
  let pack = try PhotographPack(reading: [output])
  #expect(pack[0].channels == 3 && pack[1].channels == 1)
  let planes = pack.withPixels(of: 0) { bytes in (0..<3).map { Set(bytes[$0 * 30_000..<($0 + 1) * 30_000]) } }
  #expect(planes == [[90], [60], [30]])
  #expect(pack.withPixels(of: 1) { Set($0) } == [7])
}

@Test func badFoldersAndTablesAreRefused() throws {
  let folder = try TemporaryFolder()
  #expect(throws: ToolError.self) { try PhotographFolder.files(in: folder.file("none").path) }
  #expect(throws: ToolError.self) { try PhotographFolder.files(in: folder.url.path) }
  for text in ["name\tkind\na\tphoto\n", "file\tkind\na\tpainting\n", "file\tkind\na\n", ""] {
    try text.write(to: folder.file("index.tsv"), atomically: true, encoding: .utf8)
    #expect(throws: ToolError.self) { try KindTable(contentsOf: folder.file("index.tsv").path) }
  }
}

@Test func summaryCountsAndNames() {
  var summary = PackSummary()
  summary.count(.photo, isNamed: true, bytes: 1)
  summary.count(.texture, isNamed: true, bytes: 1)
  summary.count(nil, isNamed: false, bytes: 1)
  summary.tiny = ["small.png: 10x10"]
  let text = summary.text(places: ["out.pack"])
  #expect(text.contains("packed 3 images: 2 photo (67 %), 1 texture (33 %)"))
  #expect(text.contains("1 are too small:\n  small.png: 10x10"))
  #expect(text.contains("75 % of the files were used"))
}
