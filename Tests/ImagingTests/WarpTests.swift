import SuperposeGeometry
import SuperposeImaging
import Testing

private let perspective = Homography(rows: [[0.9, -0.2, 6], [0.15, 1.1, -3], [2e-3, -1e-3, 1]])

@Suite struct WarpTests {
  @Test(arguments: [1, 3, 4], [WarpInterpolation.linear, .cubic])
  func equalsThePlainDefinition(_ channels: Int, interpolation: WarpInterpolation) throws {
    let image = noise(UInt8.self, width: 41, height: 23, channels: channels)
    let size = ImageSize(width: 50, height: 31)
    let warped = try #require(image.warped(by: perspective, to: size, interpolation: interpolation))
    let expected = try plainWarp(image, perspective, size, interpolation)
    let values = warped.values(as: UInt8.self)
    #expect(values.count == expected.count && values.contains { $0 > 0 } && values.contains { $0 == 0 })
    #expect(maxDifference(values, expected) <= 1)
  }

  @Test(arguments: [1, 3, 4]) func wholeTranslationsAreExact(_ channels: Int) throws {
    let image = noise(UInt16.self, width: 12, height: 9, channels: channels)
    let opaque = channels == 4 ? image.withOpaqueAlpha() : image
    let shift = Homography.translation(x: 3, y: -2)
    let warped = try #require(opaque.warped(by: shift, to: image.size))
    #expect(warped.depth == .uint16 && warped.channels == channels)
    let kept = warped.cropped(x: 3, y: 0, width: 9, height: 7).values(as: UInt16.self)
    #expect(kept == opaque.cropped(x: 0, y: 2, width: 9, height: 7).values(as: UInt16.self))
    #expect(warped.cropped(x: 0, y: 0, width: 3, height: 9).values(as: UInt16.self).allSatisfy { $0 == 0 })
  }

  @Test func floatKeepsItsNaNToItself() throws {
    let image = try Fixture.image("float.tif")
    let warped = try #require(image.warped(by: .translation(x: 1, y: 0), to: image.size)).values(as: Float.self)
    #expect(warped[1].isNaN && warped[0] == 0 && warped[2] == image.values(as: Float.self)[1])
    #expect(warped.count(where: \.isNaN) == 1)
  }

  @Test func transparentColoursDoNotShine() throws {
    // Opaque red is next to transparent green.
    let image = Image(
      size: ImageSize(width: 4, height: 1), channels: 4,
      values: [0, 0, 200, 255, 0, 0, 200, 255, 0, 255, 0, 0, 0, 255, 0, 0] as [UInt8])
    let warped = try #require(image.warped(by: .translation(x: 0.5, y: 0), to: image.size, interpolation: .linear))
    let values = warped.values(as: UInt8.self)
    #expect(Array(values[8..<12]) == [0, 0, 200, 128])
    #expect(Array(values[12..<16]) == [0, 0, 0, 0])
  }

  /// The image is larger on both sides than OpenCV's own warp can handle.
  @Test func sidesOver32767() throws {
    let image = noise(UInt8.self, width: 40_000, height: 3, channels: 3)
    let moved = try #require(image.warped(by: .translation(x: -2, y: 1), to: ImageSize(width: 39_999, height: 4)))
    #expect(
      moved.cropped(x: 0, y: 1, width: 39_998, height: 3).values(as: UInt8.self)
        == image.cropped(x: 2, y: 0, width: 39_998, height: 3).values(as: UInt8.self))
    let turn = Homography(rows: [[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    let turned = try #require(image.warped(by: turn, to: ImageSize(width: 3, height: 40_000)))
    let last = turned.cropped(x: 1, y: 39_999, width: 1, height: 1).values(as: UInt8.self)
    #expect(last == image.cropped(x: 39_999, y: 1, width: 1, height: 1).values(as: UInt8.self))
  }

  @Test func nothingComesFromBeyondTheHorizon() throws {
    let image = Image(size: ImageSize(width: 20, height: 20), channels: 1, values: [UInt8](repeating: 9, count: 400))
    // The horizon runs through the picture at x = 15. Its centre lies left of that, at positive x of the target.
    let horizon = Homography(rows: [[1, 0, 0], [0, 1, 0], [-1.0 / 15, 0, 1]])
    for sign in [1.0, -1.0] {
      let h = Homography.translation(x: 100, y: 0) * Homography(coefficients: horizon.coefficients.map { sign * $0 })
      let warped = try #require(image.warped(by: h, to: ImageSize(width: 140, height: 20))).values(as: UInt8.self)
      #expect(warped[101] == 9)
      #expect(warped[0..<99].allSatisfy { $0 == 0 })
    }
  }

  @Test func shrinkingAverages() throws {
    let values = (0..<64 * 64).map { UInt8($0 % 2 * 200) }
    let stripes = Image(size: ImageSize(width: 64, height: 64), channels: 1, values: values)
    let target = ImageSize(width: 16, height: 16)
    let small = try #require(stripes.warped(by: PixelGrid.resize(from: stripes.size, to: target), to: target))
    #expect(small.values(as: UInt8.self).allSatisfy { abs(Int($0) - 100) <= 12 })
  }

  @Test func noInverseNoPicture() {
    let flat = Homography(rows: [[1, 1, 0], [1, 1, 0], [0, 0, 1]])
    #expect(
      noise(UInt8.self, width: 3, height: 3, channels: 1).warped(by: flat, to: ImageSize(width: 3, height: 3)) == nil)
  }
}

extension Image {
  fileprivate func withOpaqueAlpha() -> Image {
    let values = values(as: UInt16.self).enumerated().map { $0 % 4 == 3 ? .max : $1 }
    return Image(size: size, channels: 4, values: values)
  }
}

/// Warps one pixel after the other, in double precision.
private func plainWarp(
  _ image: Image, _ targetFromSource: Homography, _ target: ImageSize, _ interpolation: WarpInterpolation
) throws -> [UInt8] {
  let sourceFromTarget = try #require(targetFromSource.inverse)
  let values = image.values(as: UInt8.self).map(Double.init)
  let channels = image.channels
  return (0..<target.pixelCount).flatMap { i -> [UInt8] in
    let p = sourceFromTarget(Point(x: Double(i % target.width), y: Double(i / target.width)))
    guard image.size.contains(p) else { return Array(repeating: 0, count: channels) }
    var sum = [Double](repeating: 0, count: channels)
    for y in Int(p.y.rounded(.down)) - 1...Int(p.y.rounded(.down)) + 2 {
      for x in Int(p.x.rounded(.down)) - 1...Int(p.x.rounded(.down)) + 2 {
        let weight = kernel(p.x - Double(x), interpolation) * kernel(p.y - Double(y), interpolation)
        let row = min(max(y, 0), image.size.height - 1)
        let first = (row * image.size.width + min(max(x, 0), image.size.width - 1)) * channels
        let alpha = channels == 4 ? values[first + 3] : 1
        for c in 0..<channels { sum[c] += weight * (c == 3 ? alpha : alpha * values[first + c]) }
      }
    }
    if channels == 4 {
      guard sum[3] > 0 else { return [0, 0, 0, 0] }
      for c in 0..<3 { sum[c] /= sum[3] }
    }
    return sum.map { UInt8(min(max($0.rounded(.toNearestOrEven), 0), 255)) }
  }
}

/// Returns the triangle, or Keys' cubic with a = -1/2 in its two pieces.
private func kernel(_ distance: Double, _ interpolation: WarpInterpolation) -> Double {
  let d = abs(distance)
  if interpolation == .linear { return max(0, 1 - d) }
  if d <= 1 { return 1.5 * d * d * d - 2.5 * d * d + 1 }
  return d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0
}
