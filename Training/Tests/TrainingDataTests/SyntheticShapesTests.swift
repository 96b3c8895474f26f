import SuperposeGeometry
import Testing

@testable import SuperposeTrainingData

private let size = ImageSize(width: 160, height: 120)
private typealias Kind = SyntheticShapes.Kind

@Test func sameSeedDrawsTheSamePicture() {
  var first = SplitMix64(seed: 5)
  _ = SyntheticShapes.draw(size: size, using: &first)
  var second = SplitMix64(seed: 0)
  second.state = first.state
  for _ in 0..<20 {
    let a = SyntheticShapes.draw(size: size, using: &first)
    let b = SyntheticShapes.draw(size: size, using: &second)
    #expect(a.kind == b.kind && a.pixels == b.pixels)
    #expect(a.points.elementsEqual(b.points, by: ==))
  }
  let other = SyntheticShapes.draw(size: size, using: &first)
  #expect(other.pixels != SyntheticShapes.draw(size: size, using: &first).pixels)
}

@Test(arguments: Kind.allCases) func pointsLieOnThePicture(kind: SyntheticShapes.Kind) {
  var random = SplitMix64(seed: 11)
  for size in [size, ImageSize(width: 240, height: 320), ImageSize(width: 33, height: 47)] {
    var count = 0
    for _ in 0..<20 {
      let sample = SyntheticShapes.draw(kind, size: size, using: &random)
      #expect(sample.kind == kind && sample.pixels.count == size.pixelCount)
      #expect(
        sample.points.allSatisfy {
          (0...Float(size.width - 1)).contains($0.x) && (0...Float(size.height - 1)).contains($0.y)
        })
      #expect(Set(sample.pixels).count > 1)
      count += sample.points.count
    }
    #expect((count == 0) == [.ellipses, .noise].contains(kind))
  }
}

@Test func generatorIsTheReferences() {
  // These are the first three numbers for seed 1234567 of the authors' C code.
  var random = SplitMix64(seed: 1_234_567)
  #expect(
    (0..<3).map { _ in random.next() } == [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
    ])
}

@Test func coverageIsTheAreaOfEachPixel() {
  var coverage = PolygonCoverage(width: 6, height: 5)
  // Pixel edges lie at halves: the rectangle covers a quarter of pixel (1, 1), half of (2, 1), and all of (2, 2).
  let rectangle = [Vector(1, 1), Vector(4.25, 1), Vector(4.25, 9), Vector(1, 9)]
  var expected = [Float](repeating: 0, count: 30)
  for (y, height) in [(1, Float(0.5)), (2, 1), (3, 1), (4, 1)] {
    for (x, width) in [(1, Float(0.5)), (2, 1), (3, 1), (4, 0.75)] { expected[y * 6 + x] = width * height }
  }
  for outline in [rectangle, rectangle.reversed()] {
    var found = [Float](repeating: 0, count: 30)
    coverage.forEachPixel(of: outline) { index, _, _, covered in found[index] = covered }
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-5) }
  }
}

@Test func coverageOfSlantedPolygonsSumsToTheirArea() {
  var coverage = PolygonCoverage(width: 50, height: 40)
  var random = SplitMix64(seed: 3)
  for _ in 0..<50 {
    let triangle = (0..<3).map { _ in random.point(scale: Vector(49, 39)) }
    var sum: Float = 0
    coverage.forEachPixel(of: triangle) { _, x, y, covered in
      sum += covered
      #expect((0..<50).contains(x) && (0..<40).contains(y))
    }
    let area = abs(Vector.cross(triangle[1] - triangle[0], triangle[2] - triangle[0])) / 2
    #expect(abs(sum - area) < 0.02 + 1e-4 * area)
  }
}

@Test func coverageMatchesSupersampling() {
  var coverage = PolygonCoverage(width: 20, height: 16)
  // The outline reaches beyond all four borders.
  let outline = [Vector(-7, 5.3), Vector(9.1, -4.2), Vector(26.4, 9.9), Vector(8.7, 19.2)]
  var found = [Float](repeating: 0, count: 320)
  coverage.forEachPixel(of: outline) { index, _, _, covered in found[index] = covered }
  let steps = 32
  for y in 0..<16 {
    for x in 0..<20 {
      var inside = 0
      for i in 0..<steps * steps {
        let offset = (Vector(Float(i % steps), Float(i / steps)) + 0.5) / Float(steps) - 0.5
        let p = Vector(Float(x), Float(y)) + offset
        let isInside = outline.indices.allSatisfy {
          Vector.cross(outline[($0 + 1) % 4] - outline[$0], p - outline[$0]) > 0
        }
        inside += isInside ? 1 : 0
      }
      #expect(abs(found[y * 20 + x] - Float(inside) / Float(steps * steps)) < 0.01, "pixel (\(x), \(y))")
    }
  }
}

@Test func quadrilateralMapsItsCorners() {
  let corners = [Vector(3, 4), Vector(50, 9), Vector(61, 70), Vector(-5, 44)]
  let board = Quadrilateral(corners: corners)
  let found = board.field(0, 1, 0, 1)
  for (a, b) in zip(found, corners) { #expect((a - b).length < 1e-3) }
  // Straight lines stay straight: the images of the diagonals cross where the image of the centre is.
  let center = board(0.5, 0.5)
  for (a, b) in [(corners[0], corners[2]), (corners[1], corners[3])] {
    #expect(abs(Vector.cross(b - a, center - a)) / (b - a).length < 1e-3)
  }
}
