import Foundation
import SuperposeGeometry
import Testing

@testable import SuperposeImaging

private let size = ImageSize(width: 40, height: 30)

/// A square of ones and a triangle of threes on zeros.
private let labels: [UInt8] = (0..<size.pixelCount).map { i in
  let (x, y) = (i % size.width, i / size.width)
  return (5..<15).contains(x) && (5..<15).contains(y) ? 1 : x + y > 50 ? 3 : 0
}

@Suite struct LabelImageTests {
  @Test func labelsAreTold() {
    #expect(LabelValues(of: Image(size: size, channels: 1, values: labels))?.count == 3)
    #expect(LabelValues(of: Image(size: size, channels: 1, values: labels.map { UInt16($0) * 9000 }))?.count == 3)
    let colors: [UInt8] = labels.flatMap { [$0, 100, 255 - $0] }
    #expect(LabelValues(of: Image(size: size, channels: 3, values: colors))?.count == 3)
    // A thousand segments of a 16-bit image, each a block of pixels.
    let many: [UInt16] = (0..<100_000).map { (i: Int) -> UInt16 in
      let (column, row) = (i % 400 / 10, i / 4000)
      return UInt16(column * 7 + row * 1009)
    }
    #expect(LabelValues(of: Image(size: ImageSize(width: 400, height: 250), channels: 1, values: many))?.count == 1000)
  }

  @Test func photographsAndGradientsAreNot() throws {
    #expect(LabelValues(of: Image(size: size, channels: 1, values: labels.map { Float($0) })) == nil)
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "examples")
    let photograph = try Image(contentsOf: folder.appending(path: "map.jpg"))
    let again = Image(size: photograph.size, channels: 3, values: photograph.values(as: UInt8.self))
    #expect(LabelValues(of: photograph) == nil && LabelValues(of: again) == nil)
    // Smooth: most neighbours are equal and the others differ by one.
    let gradient: [UInt8] = (0..<6000).map { (i: Int) -> UInt8 in UInt8(i % 2000 / 8) }
    #expect(LabelValues(of: Image(size: ImageSize(width: 2000, height: 3), channels: 1, values: gradient)) == nil)
  }

  /// The transform is irregular, so that every interpolation but the nearest would make new values.
  @Test(arguments: [1, 3, 4]) func nearestCopiesPixels(channels: Int) throws {
    let turn = Homography(rows: [[0.9, -0.3, 8], [0.35, 1.1, -2], [1e-3, -2e-3, 1]])
    let values = (0..<size.pixelCount * channels).map { UInt16(truncatingIfNeeded: $0 &* 40_503) }
    let image = Image(size: size, channels: channels, values: values)
    let warped = try #require(image.warped(by: turn, to: size, interpolation: .nearest)).values(as: UInt16.self)
    let back = try #require(turn.inverse)
    for i in 0..<size.pixelCount {
      let p = back(Point(x: Double(i % size.width), y: Double(i / size.width)))
      let expected =
        size.contains(p)
        ? (0..<channels).map {
          values[(Int((p.y + 0.5).rounded(.down)) * size.width + Int((p.x + 0.5).rounded(.down))) * channels + $0]
        } : Array(repeating: 0, count: channels)
      #expect(Array(warped[i * channels..<(i + 1) * channels]) == expected)
    }
    let half = try #require(image.warped(by: .scale(x: 0.4, y: 0.4), to: size, interpolation: .nearest))
    #expect(Set(half.values(as: UInt16.self)).subtracting(values + [0]).isEmpty)
  }

  /// Lanczos' window reproduces a slow wave more exactly than the cubic does.
  @Test func lanczosIsSharper() throws {
    let wide = ImageSize(width: 200, height: 12)
    func wave(_ x: Double) -> Float { Float(sin(x * 1.1)) }
    let image = Image(size: wide, channels: 1, values: (0..<wide.pixelCount).map { wave(Double($0 % 200)) })
    func error(_ interpolation: WarpInterpolation) throws -> Float {
      let warped = try #require(image.warped(by: .translation(x: 0.37, y: 0), to: wide, interpolation: interpolation))
      let values = warped.values(as: Float.self)
      return (10..<190).map { abs(values[5 * 200 + $0] - wave(Double($0) - 0.37)) }.max() ?? 1
    }
    let (linear, cubic, lanczos) = (try error(.linear), try error(.cubic), try error(.lanczos))
    #expect(lanczos < 0.6 * cubic && cubic < 0.6 * linear, "\(linear) \(cubic) \(lanczos)")
    let still = try #require(image.warped(by: .translation(x: 3, y: 0), to: wide, interpolation: .lanczos))
    #expect(Array(still.values(as: Float.self)[3..<200]) == Array(image.values(as: Float.self)[0..<197]))
  }
}

@Suite struct IndexedImageTests {
  /// Red, green, blue and a transparent white.
  private static let palette = IndexedImage.Palette(
    colors: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], alphas: [255, 255, 255, 0])

  private func withFile(_ name: String, _ bytes: [UInt8], _ body: (URL) throws -> Void) throws {
    let url = URL(filePath: NSTemporaryDirectory() + UUID().uuidString + name)
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url)
  }

  private func png() throws -> [UInt8] {
    PNGFile.indexed(try Image(size: size, channels: 1, values: labels).encoded(as: .png), Self.palette)
  }

  @Test func indexesAndPaletteSurviveAWarp() throws {
    try withFile(".png", try png()) { url in
      // OpenCV reads the colours, which shows that the file is what it should be.
      let colors = try Image(contentsOf: url)
      #expect(colors.channels == 4 && Array(colors.values(as: UInt8.self)[..<4]) == [0, 0, 255, 255])
      let image = try #require(try IndexedImage(contentsOf: url))
      #expect(image.indices.values(as: UInt8.self) == labels && image.palette == Self.palette)
      #expect(image.usedCount == 3)
      let warped = try #require(image.warped(by: .translation(x: 2, y: 1), to: size))
      try warped.write(to: url)
      let again = try #require(try IndexedImage(contentsOf: url))
      #expect(again.palette == Self.palette)
      let values = again.indices.values(as: UInt8.self)
      #expect(values[size.width + 2] == 0 && values[7 * size.width + 8] == 1 && values[6 * size.width + 6] == 0)
    }
  }

  /// Column times row.
  private static let products: [UInt8] = (0..<5).flatMap { (row: UInt8) in
    (0..<7).map { (column: UInt8) in row * column }
  }

  /// One, two and four bits for each index, as programs write small palettes.
  @Test(arguments: ["palette-1.png", "palette-2.png", "palette-4.png"]) func fewBitsAreIndexesToo(name: String) throws {
    let image = try #require(try IndexedImage(contentsOf: URL(filePath: Fixture.path(name))))
    let bits = try #require(Int(name.dropFirst(8).prefix(1)))
    let expected: [UInt8] = Self.products.map { $0 % UInt8(1 << bits) }
    #expect(image.indices.values(as: UInt8.self) == expected)
  }

  @Test func paletteOfATIFF() throws {
    let image = try #require(try IndexedImage(contentsOf: URL(filePath: Fixture.path("palette.tif"))))
    #expect(image.indices.values(as: UInt8.self) == Self.products)
    #expect(Array(image.palette.colors[3..<6]) == [1, 254, 7])
  }

  @Test func otherFilesHaveNoPalette() throws {
    let gray = try Image(size: size, channels: 1, values: labels).encoded(as: .png)
    for (name, bytes) in [(".png", gray), (".txt", Array("hello".utf8))] {
      try withFile(name, bytes) { url in
        let image = try IndexedImage(contentsOf: url)
        #expect(image == nil)
      }
    }
    let error = #expect(throws: ImageError.self) { try IndexedImage(contentsOf: URL(filePath: "no/such.png")) }
    #expect(error?.kind == .notFound)
  }

  @Test func aFileCutShortIsAnError() throws {
    try withFile(".png", Array(try png().dropLast(40))) { url in
      let error = #expect(throws: ImageError.self) { try IndexedImage(contentsOf: url) }
      #expect(error?.kind == .damaged)
    }
  }
}
