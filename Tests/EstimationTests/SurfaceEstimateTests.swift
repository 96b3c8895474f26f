import Foundation
import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

/// Matches on a surface: a homography and a smooth bend, noise of half a pixel in both images, and wrong matches.
private struct SurfaceMatches {
  static let size = ImageSize(width: 640, height: 480)
  let plane = Homography(rows: [[0.98, 0.05, 14], [-0.04, 1.01, -8], [4e-5, -3e-5, 1]])
  let amplitude: Double
  var correspondences: [Correspondence] = []

  init(amplitude: Double, count: Int = 300, wrong: Double = 0.3, seed: UInt64 = 1) {
    self.amplitude = amplitude
    var generator = SplitMix64(seed: seed)
    for _ in 0..<count {
      let moving = Point(x: .random(in: 0...639, using: &generator), y: .random(in: 0...479, using: &generator))
      let fixed =
        Double.random(in: 0...1, using: &generator) < wrong
        ? Point(x: .random(in: 0...639, using: &generator), y: .random(in: 0...479, using: &generator))
        : truth(moving) + Point(x: normal(&generator), y: normal(&generator)) * 0.5
      correspondences.append(Correspondence(moving: moving, fixed: fixed))
    }
  }

  /// Waves with a length of some three quarters of the image.
  func truth(_ p: Point) -> Point {
    let (u, v) = (p.x / 75, p.y / 65)
    return plane(p) + Point(x: sin(u + 0.6 * v + 1), y: cos(0.7 * u - v)) * amplitude
  }

  func estimate() throws(SurfaceEstimate.Absence) -> SurfaceEstimate {
    try SurfaceEstimate(correspondences, plane: found, over: Self.size, options: .init(model: .local))
  }

  var found: Homography { estimateTransform(correspondences)?.fixedFromMoving ?? .identity }

  /// The mean errors of a surface and of the plane, over the middle of the image.
  func errors(of estimate: SurfaceEstimate) throws -> (surface: Double, plane: Double) {
    let points = (0..<400).map { Point(x: 50 + Double($0 % 20) * 28, y: 40 + Double($0 / 20) * 20) }
    let surface = try points.map { point in
      try #require(estimate.field.undisplaced(estimate.fixedFromMoving(point))).distance(to: truth(point))
    }
    let plane = points.map { found($0).distance(to: truth($0)) }
    return (surface.reduce(0, +) / 400, plane.reduce(0, +) / 400)
  }
}

@Test(arguments: [5.0, 9, 13])
func aSurfaceIsFound(amplitude: Double) throws {
  let matches = SurfaceMatches(amplitude: amplitude)
  let estimate = try matches.estimate()
  let errors = try matches.errors(of: estimate)
  #expect(errors.surface < errors.plane / 3 && errors.surface < 1, "\(errors)")
  #expect(estimate.field.isInvertible)
  #expect(estimate.validatedErrorPixels < 0.5 * estimate.planeErrorPixels)
  let right = zip(matches.correspondences, estimate.inliers).filter { match, _ in
    match.fixed.distance(to: matches.truth(match.moving)) < 2
  }
  #expect(Double(right.count { $0.1 }) > 0.95 * Double(right.count))
}

@Test(arguments: 1...3 as ClosedRange<UInt64>)
func aPlaneStaysAPlane(seed: UInt64) throws {
  let matches = SurfaceMatches(amplitude: 0, seed: seed)
  #expect(throws: SurfaceEstimate.Absence.self) { try matches.estimate() }
}

@Test func fewMatchesShowNoSurface() throws {
  let matches = SurfaceMatches(amplitude: 12, count: 25, wrong: 0)
  do {
    _ = try matches.estimate()
    Issue.record("a surface of 25 matches")
  } catch {
    guard case .tooFew(let count) = error else { throw error }
    #expect(count <= 25)
  }
}

/// Displacements that no surface explains: whatever comes out does not fold.
@Test(arguments: 1...2 as ClosedRange<UInt64>)
func nothingFolds(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  // Two sheets, one sliding over the other, so that a field which followed both would fold between them.
  let correspondences = (0..<240).map { _ in
    let moving = Point(x: .random(in: 0...639, using: &generator), y: .random(in: 0...479, using: &generator))
    return Correspondence(moving: moving, fixed: moving + Point(x: moving.x < 320 ? 40 : -40, y: 0))
  }
  guard
    let estimate = try? SurfaceEstimate(
      correspondences, plane: .identity, over: SurfaceMatches.size, options: .init(model: .local))
  else { return }
  #expect(estimate.field.isInvertible)
}

@Test func aBandedSystemIsSolved() throws {
  var generator = SplitMix64(seed: 2)
  let (size, bandwidth) = (40, 7)
  var system = BandedSystem(size: size, bandwidth: bandwidth)
  var dense = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
  for i in 0..<size {
    for j in max(0, i - bandwidth)...i {
      let value = i == j ? 20 : Double.random(in: -1...1, using: &generator)
      system.add(value, i, j)
      (dense[i][j], dense[j][i]) = (value, value)
    }
  }
  let sides = (0..<2).map { _ in (0..<size).map { _ in Double.random(in: -1...1, using: &generator) } }
  for (side, solution) in zip(sides, try #require(system.solutions(sides))) {
    for i in 0..<size {
      #expect(abs(zip(dense[i], solution).reduce(0) { $0 + $1.0 * $1.1 } - side[i]) < 1e-12)
    }
  }
}

@Test func aSystemThatIsNotPositiveHasNoSolution() {
  var system = BandedSystem(size: 2, bandwidth: 1)
  system.add(1, 0, 0)
  system.add(2, 1, 0)
  system.add(1, 1, 1)
  #expect(system.solutions([[1, 1]]) == nil)
}
