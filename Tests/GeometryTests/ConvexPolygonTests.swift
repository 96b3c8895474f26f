import SuperposeGeometry
import Testing

private let square = ImageSize(width: 10, height: 10).outline

@Test func outlineCoversEveryPixel() {
  #expect(square.area == 100)
  #expect(square.isConvexAndClockwise)
}

@Test func intersectionOfShiftedSquares() {
  let shifted = ConvexPolygon(square.corners.map { $0 + Point(x: 4, y: -3) })
  #expect(abs(square.intersection(shifted).area - 6 * 7) < 1e-9)
  let apart = ConvexPolygon(square.corners.map { $0 + Point(x: 40, y: 0) })
  #expect(square.intersection(apart).area == 0)
}

@Test func intersectionWithARotatedSquareIsAnOctagon() {
  let centre = Point(x: 4.5, y: 4.5)
  let diamond = ConvexPolygon([
    centre + Point(x: 0, y: -7), centre + Point(x: 7, y: 0), centre + Point(x: 0, y: 7),
    centre + Point(x: -7, y: 0),
  ])
  let octagon = square.intersection(diamond)
  #expect(octagon.corners.count == 8)
  // This is the square of side 10 less four triangles with legs of 3.
  #expect(abs(octagon.area - (100 - 4 * 4.5)) < 1e-9)
}

@Test func mirroredAndBowTieAreNotClockwise() {
  #expect(!ConvexPolygon(square.corners.reversed()).isConvexAndClockwise)
  let c = square.corners
  #expect(!ConvexPolygon([c[0], c[2], c[1], c[3]]).isConvexAndClockwise)
}

@Test func containsItsInside() {
  #expect(square.contains(Point(x: 4, y: 4)))
  #expect(!square.contains(Point(x: 10, y: 4)))
}
