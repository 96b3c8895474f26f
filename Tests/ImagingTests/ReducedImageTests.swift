import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@Suite struct ReducedImageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A ramp is known everywhere: a reduced pixel is the mean of those that it covers.
  @Test func pixelsLieWhereTheFactorSays() throws {
    let size = ImageSize(width: 1003, height: 707)
    let values = (0..<size.pixelCount).map { UInt16($0 % size.width * 20 + $0 / size.width * 30) }
    let url = URL(filePath: folder.file("ramp.png"))
    try Image(size: size, channels: 1, values: values).write(to: url)
    let reduced = try StreamedImage(contentsOf: url).reduced(toLongSide: 200)
    #expect(reduced.factor == 5 && reduced.image.size == ImageSize(width: 201, height: 142))
    let found = reduced.image.values(as: UInt16.self)
    for (x, y) in [(0, 0), (17, 100), (199, 140)] {
      let p = reduced.originalFromReduced(Point(x: Double(x), y: Double(y)))
      #expect(abs(Double(found[y * 201 + x]) - (p.x * 20 + p.y * 30)) <= 1)
    }
  }

  /// What was written with a pyramid is read from a level of it, which lies as the whole does.
  @Test func levelsOfAPyramidAreUsed() throws {
    let size = ImageSize(width: 1603, height: 1101)
    let values = (0..<size.pixelCount).map { UInt16($0 % size.width * 20 + $0 / size.width * 30) }
    let (flat, pyramid) = (URL(filePath: folder.file("flat.png")), URL(filePath: folder.file("pyramid.tif")))
    try Image(size: size, channels: 1, values: values).write(to: flat)
    try StreamedImage(contentsOf: flat).writeWarped(by: .identity, to: size, interpolation: .linear, to: pyramid)
    let reduced = try StreamedImage(contentsOf: pyramid).reduced(toLongSide: 300)
    #expect(reduced.factor == 4)
    let found = reduced.image
    for (x, y) in [(0, 0), (17, 100), (300, 200)] {
      let p = reduced.originalFromReduced(Point(x: Double(x), y: Double(y)))
      let value = found.cropped(x: x, y: y, width: 1, height: 1).values(as: UInt16.self)[0]
      #expect(abs(Double(value) - (p.x * 20 + p.y * 30)) <= 2)
    }
  }

  @Test func colorsKeepTheirOrder() throws {
    let image = try Fixture.image("orientation-1.tif")
    let jpeg = URL(filePath: folder.file("a.jpg"))
    try image.resized(to: ImageSize(width: 600, height: 400)).write(to: jpeg)
    let reduced = try StreamedImage(contentsOf: jpeg).reduced(toLongSide: 150)
    #expect(reduced.factor == 4)
    let expected = try Image(contentsOf: jpeg).resized(to: reduced.image.size, interpolation: .area)
    #expect(maxDifference(reduced.image.values(as: UInt8.self), expected.values(as: UInt8.self)) <= 8)
  }

  @Test func badFilesAreSaid() throws {
    func error(_ name: String) -> ImageError? {
      #expect(throws: ImageError.self) {
        let image = try StreamedImage(contentsOf: URL(filePath: name))
        try image.writeWarped(by: .identity, to: image.size, to: URL(filePath: folder.file("out.tif")))
      }
    }
    #expect(error("no/such.tif")?.kind == .notFound)
    #expect(error(Fixture.path("truncated.tif"))?.kind == .damaged)
    #expect(error(Fixture.path("gray-tensors.json"))?.kind == .damaged)
    let file = try StreamedImage(contentsOf: URL(filePath: Fixture.path("alpha.tif")))
    let unwritable = #expect(throws: ImageError.self) {
      try file.writeWarped(by: .identity, to: file.size, to: URL(filePath: folder.file("no/out.tif")))
    }
    #expect(unwritable?.operation == .write)
  }
}
