import Foundation
import SuperposeGeometry
import Testing

private let example = Homography(rows: [[1.1, 0.05, -12], [-0.04, 0.95, 7], [1e-4, -2e-4, 1]])
private let points = [Point(x: 0, y: 0), Point(x: 320.5, y: 17), Point(x: -4, y: 511)]

@Test func inverseUndoesForward() throws {
  let inverse = try #require(example.inverse)
  for p in points { #expect(inverse(example(p)).distance(to: p) < 1e-9) }
}

@Test func productAppliesTheRightFactorFirst() {
  let shift = Homography.translation(x: 3, y: -2)
  for p in points { #expect((example * shift)(p).distance(to: example(shift(p))) < 1e-9) }
}

@Test func singularHasNoInverse() {
  #expect(Homography(rows: [[1, 2, 3], [2, 4, 6], [0, 0, 1]]).inverse == nil)
  #expect(Homography(rows: [[.nan, 0, 0], [0, 1, 0], [0, 0, 1]]).inverse == nil)
}

@Test func areaScaleIsTheJacobiansDeterminant() {
  let step = 1e-4
  for p in points {
    let dx = (example(Point(x: p.x + step, y: p.y)) - example(Point(x: p.x - step, y: p.y))) * (0.5 / step)
    let dy = (example(Point(x: p.x, y: p.y + step)) - example(Point(x: p.x, y: p.y - step))) * (0.5 / step)
    #expect(abs(example.areaScale(at: p) - (dx.x * dy.y - dx.y * dy.x)) < 1e-6)
  }
}

@Test func resizingMapsPixelEdges() {
  let half = PixelGrid.resize(from: ImageSize(width: 640, height: 480), to: ImageSize(width: 320, height: 160))
  #expect(half(Point(x: -0.5, y: -0.5)).distance(to: Point(x: -0.5, y: -0.5)) < 1e-12)
  #expect(half(Point(x: 639.5, y: 479.5)).distance(to: Point(x: 319.5, y: 159.5)) < 1e-12)
  #expect(half(Point(x: 0.5, y: 1)).distance(to: Point(x: 0, y: 0)) < 1e-12)
}

@Test func cornerErrorOfAShiftIsItsLength() {
  let size = ImageSize(width: 100, height: 50)
  #expect(abs(Homography.translation(x: 3, y: 4).cornerError(from: .identity, over: size) - 5) < 1e-12)
}

@Test func homographyIsWrittenAsThreeRows() throws {
  let text = String(decoding: try JSONEncoder().encode(Homography.identity), as: UTF8.self)
  #expect(text == "[[1,0,0],[0,1,0],[0,0,1]]")
  #expect(try JSONDecoder().decode(Homography.self, from: Data(text.utf8)) == .identity)
  #expect(throws: DecodingError.self) {
    try JSONDecoder().decode(Homography.self, from: Data("[[1,0],[0,1]]".utf8))
  }
}

@Test func fourPointsFixAHomography() throws {
  let from = ImageSize(width: 160, height: 120).cornerPixels
  let map = Homography(rows: [[1.2, 0.1, 5], [-0.2, 0.9, 3], [0.001, -0.0005, 1]])
  let found = try #require(Homography(from: from, to: from.map { map($0) }))
  for (a, b) in zip(found.coefficients, map.coefficients) { #expect(abs(a - b) < 1e-9) }
  #expect(Homography(from: (0..<4).map { Point(x: Double($0), y: Double($0)) }, to: from) == nil)
}

@Test func matricesMultiplyInvertAndTranspose() throws {
  let m = Matrix3(rows: [[2, 1, 0], [0, 3, -1], [4, 0, 1]])
  let n = Matrix3(rows: [[1, 0, 2], [5, -1, 0], [0, 2, 1]])
  #expect((m * n).rows == [[7, -1, 4], [15, -5, -1], [4, 2, 9]])
  #expect(m * SIMD3(1, 2, 3) == SIMD3(4, 3, 7))
  #expect(m.transposed.rows == [[2, 0, 4], [1, 3, 0], [0, -1, 1]])
  #expect((0..<3).map { row in (0..<3).map { m[row, $0] } } == m.rows)
  let product = m * (try #require(m.inverse))
  for (a, b) in zip(product.elements, Matrix3.identity.elements) { #expect(abs(a - b) < 1e-15) }
  #expect(Matrix3(rows: [[1, 2, 3], [2, 4, 6], [0, 0, 1]]).inverse == nil)
}

@Test func generatorIsTheReferences() {
  // These are the first three numbers for seed 1234567 of the authors' C code.
  var random = SplitMix64(seed: 1_234_567)
  #expect(
    (0..<3).map { _ in random.next() } == [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
    ])
}
