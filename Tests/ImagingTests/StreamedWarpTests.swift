import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

private let perspective = Homography(rows: [[0.9, -0.2, 60], [0.15, 1.1, -30], [2e-4, -1e-4, 1]])

/// Warping part by part, through libvips.
@Suite struct StreamedWarpTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func streamed(_ image: Image, _ name: String = "source.tif") throws -> StreamedImage {
    let url = URL(filePath: folder.file(name))
    try image.write(to: url)
    return try StreamedImage(contentsOf: url)
  }

  private func warped(
    _ image: StreamedImage, _ transform: Homography, _ size: ImageSize, _ interpolation: WarpInterpolation = .cubic,
    common: StreamedImage.Common? = nil
  ) throws -> Image {
    let url = URL(filePath: folder.file("warped.tif"))
    try image.writeWarped(by: transform, to: size, interpolation: interpolation, common: common, to: url)
    return try Image(contentsOf: url)
  }

  /// Parts that are computed apart from each other, in several threads, meet without a seam.
  @Test(arguments: WarpInterpolation.allCases)
  func everyPixelIsThatOfWarpingInMemory(_ interpolation: WarpInterpolation) throws {
    let size = ImageSize(width: 640, height: 701)
    for (index, image) in [
      noise(UInt8.self, width: 700, height: 530, channels: 3), noise(UInt16.self, width: 530, height: 700, channels: 4),
      noise(UInt8.self, width: 300, height: 300, channels: 1),
    ].enumerated() {
      let streamed = try streamed(image, "source-\(index).tif")
      #expect(streamed.size == image.size && streamed.bands == image.channels && streamed.depth == image.depth)
      let expected = try #require(image.warped(by: perspective, to: size, interpolation: interpolation))
      let found = try warped(streamed, perspective, size, interpolation)
      #expect(found.size == size && found.isEqual(to: expected))
    }
  }

  /// The transform shrinks to a thirtieth, so that one part of the target needs much of the source, and its horizon
  /// lies on the target.
  @Test func shrinkingAndTheHorizonAreThoseOfWarpingInMemory() throws {
    let image = noise(UInt8.self, width: 3000, height: 2200, channels: 3)
    let streamed = try streamed(image, "large.png")
    for transform in [
      Homography(rows: [[0.03, 0.01, 5], [-0.012, 0.04, 60], [0, 0, 1]]),
      Homography(rows: [[0.2, 0, 0], [0, 0.2, 0], [-2.5e-4, 1e-4, 1]]),
    ] {
      let size = ImageSize(width: 400, height: 300)
      let expected = try #require(image.warped(by: transform, to: size))
      #expect(try warped(streamed, transform, size).isEqual(to: expected))
    }
  }

  @Test(arguments: 1...8) func turnedFilesAreUpright(_ orientation: Int) throws {
    let url = URL(filePath: Fixture.path("orientation-\(orientation).tif"))
    let (image, streamed) = (try Image(contentsOf: url), try StreamedImage(contentsOf: url))
    #expect(streamed.size == image.size)
    #expect(try warped(streamed, .identity, image.size).isEqual(to: image))
    let reduced = try streamed.reduced(toLongSide: image.size.longSide)
    #expect(reduced.factor == 1 && reduced.image.isEqual(to: image))
  }

  /// Sines, whose phases say where a pixel came from.
  @Test func positionsAreTrueToATwentiethOfAPixel() throws {
    let (source, target) = (PhasePattern(size: ImageSize(width: 900, height: 700)), ImageSize(width: 950, height: 720))
    let file = try streamed(source.image)
    let url = URL(filePath: folder.file("warped.tif"))
    try file.writeWarped(by: perspective, to: target, to: url)
    let warped = try Image(contentsOf: url).values(as: UInt16.self)
    let sourceFromTarget = try #require(perspective.inverse)
    var (largest, count) = (0.0, 0)
    for y in stride(from: 0, to: target.height, by: 3) {
      for x in stride(from: 0, to: target.width, by: 3) {
        let p = sourceFromTarget(Point(x: Double(x), y: Double(y)))
        // Beside the edge the taps repeat the last pixels.
        guard p.x > 2, p.y > 2, p.x < 897, p.y < 697 else { continue }
        let pixel = warped[(y * target.width + x) * 3..<(y * target.width + x) * 3 + 3]
        largest = max(largest, source.error(of: Array(pixel), at: p))
        count += 1
      }
    }
    #expect(count > 40_000 && largest < 0.05, "\(largest)")
  }

  /// A plane's transform and a bend, over a part of the target that the picture does not fill.
  private func bent(_ moving: ImageSize, _ fixed: ImageSize) throws -> ImageTransform {
    let controls = (0..<7 * 7).map { index in
      Point(x: 14 * sin(Double(index) * 1.3), y: 11 * cos(Double(index) * 0.7))
    }
    let side = Double(fixed.longSide) / 4
    let field = DisplacementField(
      origin: Point(x: 0, y: 0), spacing: Point(x: side, y: side), columns: 4, rows: 4, displacements: controls)
    return try ImageTransform(
      moving: ImageFrame(path: "moving", size: moving), fixed: ImageFrame(path: "fixed", size: fixed),
      fixedFromMoving: perspective, field: field)
  }

  /// Along a surface, too, every pixel is that of warping in memory, whichever way the file is turned.
  @Test(arguments: WarpInterpolation.allCases)
  func surfacesAreThoseOfWarpingInMemory(_ interpolation: WarpInterpolation) throws {
    let size = ImageSize(width: 640, height: 501)
    let image = noise(UInt8.self, width: 700, height: 530, channels: 4)
    let transform = try bent(image.size, size)
    for transform in [transform, transform.inverse] {
      let source = try streamed(image)
      let expected = try #require(image.warped(by: transform, interpolation: interpolation))
      let url = URL(filePath: folder.file("bent.tif"))
      try source.writeWarped(by: WarpMap(transform), to: transform.fixed.size, interpolation: interpolation, to: url)
      #expect(try Image(contentsOf: url).isEqual(to: expected))
      #expect(expected.values(as: UInt8.self).contains { $0 != 0 })
    }
    let turned = URL(filePath: Fixture.path("orientation-6.tif"))
    let upright = try Image(contentsOf: turned)
    let other = try bent(upright.size, size)
    let url = URL(filePath: folder.file("turned.tif"))
    try StreamedImage(contentsOf: turned).writeWarped(
      by: WarpMap(other), to: size, interpolation: interpolation, to: url)
    let expected = try #require(upright.warped(by: other, interpolation: interpolation))
    #expect(try Image(contentsOf: url).isEqual(to: expected))
  }

  @Test func onlyWhatBothHaveIsKeptAlongASurface() throws {
    let (image, size) = (noise(UInt8.self, width: 300, height: 200, channels: 3), ImageSize(width: 150, height: 100))
    let transform = try bent(size, image.size)
    let white = Image(size: size, channels: 1, values: [UInt8](repeating: 255, count: 15_000))
    let mask = try #require(white.warped(by: transform, interpolation: .nearest)).values(as: UInt8.self)
    let url = URL(filePath: folder.file("kept.tif"))
    try streamed(image).writeWarped(
      by: .plane(.identity), to: image.size, interpolation: .nearest,
      common: StreamedImage.Common(WarpMap(transform), size: size), to: url)
    let values = image.values(as: UInt8.self)
    let expected = values.indices.map { mask[$0 / 3] == 0 ? 0 : values[$0] }
    #expect(!transform.isPlane && mask.contains(0) && mask.contains(255))
    #expect(try Image(contentsOf: url).values(as: UInt8.self) == expected)
  }

  @Test func onlyWhatBothHaveIsKept() throws {
    let image = noise(UInt8.self, width: 300, height: 200, channels: 3)
    let other = Homography.translation(x: 100.25, y: -20)
    let common = StreamedImage.Common(targetFromSource: other, size: ImageSize(width: 150, height: 100))
    let white = Image(size: common.size, channels: 1, values: [UInt8](repeating: 255, count: 15_000))
    let mask = try #require(white.warped(by: other, to: image.size, interpolation: .nearest)).values(as: UInt8.self)
    let expected = zip(image.values(as: UInt8.self).indices, image.values(as: UInt8.self)).map {
      mask[$0 / 3] == 0 ? 0 : $1
    }
    let found = try warped(try streamed(image), .identity, image.size, .nearest, common: common)
    #expect(found.values(as: UInt8.self) == expected)
  }
}

/// A picture of three channels of 16 bits whose phases give a position away: sine and cosine of x, and sine of y.
private struct PhasePattern {
  let size: ImageSize
  private let period = 32.0
  private let middle = 32_768.0
  private let swing = 30_000.0

  var image: Image {
    var values: [UInt16] = []
    values.reserveCapacity(size.pixelCount * 3)
    for y in 0..<size.height {
      for x in 0..<size.width { values += expected(Point(x: Double(x), y: Double(y))).map { UInt16($0.rounded()) } }
    }
    return Image(size: size, channels: 3, values: values)
  }

  private func expected(_ p: Point) -> [Double] {
    let (a, b) = (2 * Double.pi * p.x / period, 2 * Double.pi * p.y / period)
    return [sin(a), cos(a), sin(b)].map { middle + swing * $0 }
  }

  /// How far a pixel's phases are from those of a position, in pixels: across by the angle, and down where the sine is
  /// steep.
  func error(of pixel: [UInt16], at p: Point) -> Double {
    let found = pixel.map { (Double($0) - middle) / swing }
    let step = 2 * Double.pi / period
    let across = remainder(atan2(found[0], found[1]) - step * p.x, 2 * .pi) / step
    guard abs(cos(step * p.y)) > 0.7 else { return abs(across) }
    let down = (found[2] - sin(step * p.y)) / (step * cos(step * p.y))
    return max(abs(across), abs(down))
  }
}
