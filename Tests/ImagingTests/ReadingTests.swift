import SuperposeGeometry
import SuperposeImaging
import Testing

@Suite struct ReadingTests {
  @Test(arguments: 1...8) func jpegOrientation(_ tag: Int) throws {
    try expectUpright("orientation-\(tag).jpg", tolerance: 6)
  }

  @Test(arguments: 1...8) func tiffOrientation(_ tag: Int) throws {
    try expectUpright("orientation-\(tag).tif", tolerance: 0)
  }

  @Test(arguments: [5, 6]) func pngAndWebPOrientation(_ tag: Int) throws {
    try expectUpright("orientation-\(tag).png", tolerance: 0)
    try expectUpright("orientation-\(tag).webp", tolerance: 0)
  }

  private func expectUpright(_ name: String, tolerance: Int) throws {
    let upright = try Fixture.image("upright.png")
    let image = try Fixture.image(name)
    #expect(image.size == ImageSize(width: 32, height: 24))
    #expect(maxDifference(image.values(as: UInt8.self), upright.values(as: UInt8.self)) <= tolerance)
  }

  @Test(arguments: [
    ("palette-alpha.png", 4, Image.Depth.uint8, FileFormat.png), ("gray-alpha.png", 4, .uint8, .png),
    ("cmyk.jpg", 3, .uint8, .jpeg), ("gray.jpg", 1, .uint8, .jpeg), ("gray16.png", 1, .uint16, .png),
    ("float.tif", 1, .float32, .tiff), ("alpha.tif", 4, .uint8, .tiff), ("upright.png", 3, .uint8, .png),
  ])
  func kinds(_ name: String, channels: Int, depth: Image.Depth, format: FileFormat) throws {
    let image = try Fixture.image(name)
    #expect(image.channels == channels && image.depth == depth && image.sourceFormat == format)
    #expect(image.hasAlpha == (channels == 4) && image.frameCount == 1 && image.warnings.isEmpty)
  }

  @Test func paletteHasItsColoursAndAlpha() throws {
    let values = try Fixture.image("palette-alpha.png").values(as: UInt8.self)
    #expect(Array(values.prefix(16)) == [0, 0, 255, 255, 0, 255, 0, 128, 255, 0, 0, 0, 255, 255, 255, 255])
  }

  @Test func sixteenBitsAreKept() throws {
    let values = try Fixture.image("gray16.png").values(as: UInt16.self)
    let expected: [UInt16] = stride(from: 1000, to: 58_600, by: 600).map { $0 }
    #expect(values == expected)
  }

  @Test func floatKeepsWhatIsNotFinite() throws {
    let values = try Fixture.image("float.tif").values(as: Float.self)
    #expect(values[0].isNaN && values[3 * 12 + 3] == .infinity && values[95] == -.infinity)
    #expect(abs(values[1] - (-2 + 5 / 95)) < 1e-6)
  }

  @Test func cmykBecomesColour() throws {
    let cmyk = try Fixture.image("cmyk.jpg").values(as: UInt8.self)
    #expect(maxDifference(cmyk, try Fixture.image("pages.tif").values(as: UInt8.self)) <= 8)
  }

  @Test func straightAlphaInTIFFLeavesColoursAlone() throws {
    let tiff = try Fixture.image("alpha.tif").values(as: UInt8.self)
    #expect(tiff == (try Fixture.image("alpha.png").values(as: UInt8.self)))
  }

  @Test(arguments: [("pages.tif", 3), ("animated.png", 3)]) func firstOfSeveral(_ name: String, count: Int) throws {
    let image = try Fixture.image(name)
    #expect(image.frameCount == count && image.size == ImageSize(width: 12, height: 8))
    #expect(image.warnings == ["the file holds 3 pictures; only the first is used"])
    #expect(image.values(as: UInt8.self).prefix(3) == [76, 0, 0])
  }
}
