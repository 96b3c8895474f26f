import SuperposeGeometry
import SuperposeImaging
import Testing

/// Pictures with cv2's results for them.
private struct Golden: Decodable {
  var color8: [UInt8]
  var color16: [UInt16]
  var width: Int
  var height: Int
  /// The results by "depth-interpolation-size".
  var tensors: [String: [Float]]
}

@Suite struct GrayImageTests {
  @Test func equalsOpenCVsOwnPython() throws {
    let golden = try Fixture.json("gray-tensors.json", as: Golden.self)
    let size = ImageSize(width: golden.width, height: golden.height)
    let images = [
      "8": Image(size: size, channels: 3, values: golden.color8),
      "16": Image(size: size, channels: 3, values: golden.color16),
    ]
    #expect(golden.tensors.count == 6)
    for (name, expected) in golden.tensors {
      let parts = name.split(separator: "-").map(String.init)
      let sides = parts[2].split(separator: "x").compactMap { Int($0) }
      let tensor = try #require(images[parts[0]]).grayImage(
        size: ImageSize(width: sides[0], height: sides[1]),
        interpolation: try #require(ResizeInterpolation(rawValue: parts[1])))
      #expect(tensor.values.count == expected.count)
      let difference = zip(tensor.values, expected).map { abs($0 - $1) }.max() ?? 1
      #expect(difference <= (parts[0] == "8" ? 1e-7 : 2e-6), "\(name): \(difference)")
    }
  }

  @Test func automaticIsAreaOnlyWhereNothingGrows() {
    let image = noise(UInt8.self, width: 20, height: 10, channels: 1)
    let small = ImageSize(width: 7, height: 10)
    let tall = ImageSize(width: 7, height: 11)
    #expect(image.grayImage(size: small) == image.grayImage(size: small, interpolation: .area))
    #expect(image.grayImage(size: small) != image.grayImage(size: small, interpolation: .linear))
    #expect(image.grayImage(size: tall) == image.grayImage(size: tall, interpolation: .linear))
  }

  @Test func paddingAddsZerosRightAndBottom() {
    let tensor = GrayImage(size: ImageSize(width: 3, height: 2), values: [1, 2, 3, 4, 5, 6])
      .padded(to: ImageSize(width: 4, height: 4))
    #expect(tensor.size == ImageSize(width: 4, height: 4))
    #expect(tensor.values == [1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(tensor.padded(to: tensor.size) == tensor)
  }

  @Test func alphaIsIgnored() throws {
    let color = noise(UInt8.self, width: 6, height: 5, channels: 3)
    let values = color.values(as: UInt8.self)
    let transparent = (0..<30).flatMap { i -> [UInt8] in values[3 * i..<3 * i + 3] + [0] }
    let image = Image(size: color.size, channels: 4, values: transparent)
    #expect(image.grayImage() == color.grayImage())
  }

  @Test func constantAndEmptyRangesGiveZeros() {
    let size = ImageSize(width: 4, height: 3)
    #expect(
      Image(size: size, channels: 1, values: [UInt16](repeating: 500, count: 12)).grayImage().values.allSatisfy {
        $0 == 0
      })
    #expect(
      Image(size: size, channels: 1, values: [Float](repeating: .nan, count: 12)).grayImage().values.allSatisfy {
        $0 == 0
      })
  }

  @Test func floatIsSafeFromWhatIsNotFinite() throws {
    let image = try Fixture.image("float.tif")
    let values = image.grayImage().values
    #expect(values[0] == 0 && values[3 * 12 + 3] == 1 && values[95] == 0)
    #expect(values.allSatisfy { (0...1).contains($0) })
    #expect(abs(values[48] - Float(48.0 / 95)) < 0.02)
  }

  @Test func extremeFloatsDoNotOverflow() {
    let values: [Float] = [-.greatestFiniteMagnitude, 0, 1, .greatestFiniteMagnitude]
    let tensor = Image(size: ImageSize(width: 4, height: 1), channels: 1, values: values).grayImage()
    #expect(tensor.values.allSatisfy { (0...1).contains($0) })
  }

  @Test func onePixelAndThinPictures() {
    let pixel = Image(size: ImageSize(width: 1, height: 1), channels: 1, values: [UInt8(51)])
    #expect(pixel.grayImage(size: ImageSize(width: 8, height: 8)).values == Array(repeating: 0.2, count: 64))
    let thin = noise(UInt8.self, width: 30_000, height: 2, channels: 3)
    #expect(thin.grayImage(size: ImageSize(width: 640, height: 640)).values.count == 640 * 640)
    #expect(thin.shrunk(toLongSide: 100).size == ImageSize(width: 100, height: 1))
  }

  @Test func bigPicturesAreSampled() {
    let values = (0..<1000 * 1000).map { UInt16($0 % 1000 * 60) }
    let range = IntensityRange(of: Image(size: ImageSize(width: 1000, height: 1000), channels: 1, values: values))
    #expect(abs(range.low) <= 120 && abs(range.high - 59_940) <= 120)
  }
}
