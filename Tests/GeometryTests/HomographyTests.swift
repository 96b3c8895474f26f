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
