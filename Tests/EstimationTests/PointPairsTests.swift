import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

private let matches = SyntheticMatches(.homography, count: 50, noise: 5)
private let conditioning = Conditioning(matches.correspondences)
private let pairs = PointPairs(matches.correspondences, in: conditioning)

@Test func errorsAreSymmetricTransferErrors() throws {
  let matrix = Matrix3(a: 1.1, b: 0.2, c: -0.3, d: -0.15, e: 0.9, f: 0.2, g: 0.08, h: -0.12, i: 1)
  let transform = try #require(TwoWayTransform(matrix))
  let fixedFromMoving = conditioning.pixels(Homography(matrix))
  let movingFromFixed = try #require(fixedFromMoving.inverse)
  for (match, squaredError) in zip(matches.correspondences, pairs.squaredErrors(of: transform)) {
    let there = fixedFromMoving(match.moving).distance(to: match.fixed)
    let back = movingFromFixed(match.fixed).distance(to: match.moving)
    let expected = ((there * there + back * back) / 2).squareRoot()
    #expect(abs(squaredError.squareRoot() * conditioning.pixelsPerUnit - expected) < 1e-9)
  }
}

/// The horizon is the line x = 0. The matches to its left fit exactly, but no camera sees them.
@Test func pointsBehindTheHorizonAreInfinitelyWrong() throws {
  let matrix = Matrix3(a: 0, b: 0, c: 1, d: 0, e: 1, f: 0, g: 1, h: 0, i: 0)
  let transform = try #require(TwoWayTransform(matrix))
  let exact = (0..<50).map { i -> Correspondence in
    let moving = matrix(pairs.moving(i))
    let p = pairs.moving(i)
    return Correspondence(moving: Point(x: p.x, y: p.y), fixed: Point(x: moving.x, y: moving.y))
  }
  let unit = Conditioning([])
  let errors = PointPairs(exact, in: unit).squaredErrors(of: transform)
  for (match, error) in zip(exact, errors) {
    if match.moving.x > 0 { #expect(error < 1e-24) } else { #expect(error == .infinity) }
  }
  #expect(exact.contains { $0.moving.x < 0 } && exact.contains { $0.moving.x > 0 })
}

@Test func sumsStopEarlyOnlyAboveTheBound() throws {
  let many = SyntheticMatches(.homography, count: 300, noise: 5)
  let pairs = PointPairs(many.correspondences, in: Conditioning(many.correspondences))
  let transform = try #require(TwoWayTransform(.identity))
  let criterion = MarginalizedCriterion(tolerance: 0.05)
  let whole = criterion.cost(of: transform, on: pairs, bound: .infinity)
  #expect(whole == pairs.squaredErrors(of: transform).reduce(0) { $0 + criterion.cost($1) })
  #expect(criterion.cost(of: transform, on: pairs, bound: whole * 1.01) == whole)
  let stopped = criterion.cost(of: transform, on: pairs, bound: whole / 2)
  #expect(stopped >= whole / 2 && stopped < whole)
}
