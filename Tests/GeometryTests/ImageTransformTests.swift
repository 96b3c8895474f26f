import Foundation
import SuperposeGeometry
import Testing

private let moving = ImageFrame(path: "a/moving.png", size: ImageSize(width: 120, height: 90))
private let fixed = ImageFrame(path: "fixed.png", size: ImageSize(width: 140, height: 100))
private let matrix = Homography(rows: [[0.95, -0.12, 42], [0.1, 0.93, 6], [2e-4, -1e-4, 1]])
private let points = [Point(x: 0, y: 0), Point(x: 119, y: 3), Point(x: 60.5, y: 40), Point(x: 7, y: 88)]

private func transform(_ matrix: Homography = matrix) throws -> ImageTransform {
  try ImageTransform(moving: moving, fixed: fixed, fixedFromMoving: matrix)
}

@Suite struct ImageTransformTests {
  /// The sign of the matrix means nothing, and what lies beyond the horizon has no place.
  @Test(arguments: [1.0, -3]) func onlyWhatIsSeenIsMapped(factor: Double) throws {
    let horizon = Homography(coefficients: [1, 0, 0, 0, 1, 0, -0.01, 0, 1].map { factor * $0 })
    let transform = try transform(horizon)
    #expect(transform(Point(x: 50, y: 20)) == Point(x: 100, y: 40))
    #expect(transform(Point(x: 110, y: 20)) == nil && transform(Point(x: 100, y: 20)) == nil)
    #expect(transform.inverse(Point(x: 100, y: 40)).map { $0.distance(to: Point(x: 50, y: 20)) < 1e-9 } == true)
  }

  @Test func whatHasNoInverseIsRefused() {
    #expect(throws: FrameError.self) { try transform(Homography(rows: [[1, 1, 0], [1, 1, 0], [0, 0, 1]])) }
    #expect(throws: FrameError.self) { try transform(Homography(rows: [[1, 0, 0], [0, .nan, 0], [0, 0, 1]])) }
  }

  @Test func transformsFollowOnEachOther() throws {
    let last = ImageFrame(path: "last.png", size: ImageSize(width: 70, height: 50))
    let next = try ImageTransform(moving: fixed, fixed: last, fixedFromMoving: .scale(x: 0.5, y: 0.5))
    let both = try transform().then(next)
    #expect(both.moving == moving && both.fixed == last)
    for p in points { #expect(both(p).map { $0.distance(to: matrix(p) * 0.5) < 1e-9 } == true) }
    let error = #expect(throws: FrameError.self) { try next.then(transform()) }
    #expect(
      error?.description
        == "one transform ends in an image of 70x50 ('last.png') and the next begins with one of 120x90 "
        + "('a/moving.png'); give transforms of which each begins with the image that the one before it ends in")
  }

  /// Edges of pixels are scaled: a point of the doubled image is (p + 1/2) 2 − 1/2.
  @Test func resolutionsScaleEdges() throws {
    let doubled = try transform().scaled(toMovingSize: ImageSize(width: 240, height: 180))
    #expect(doubled.fixed.size == ImageSize(width: 280, height: 200))
    for p in points {
      let there = try #require(doubled(Point(x: 2 * p.x + 0.5, y: 2 * p.y + 0.5)))
      #expect(there.distance(to: Point(x: 2 * matrix(p).x + 0.5, y: 2 * matrix(p).y + 0.5)) < 1e-9)
    }
    let stated = try transform().scaled(by: 2, movingSize: ImageSize(width: 300, height: 180))
    #expect(stated.moving.size.width == 300 && stated.fixedFromMoving == doubled.fixedFromMoving)
  }

  @Test(arguments: [
    (60, 45, true), (40, 30, true), (121, 90, true), (1200, 904, true), (122, 90, false), (90, 120, false),
  ])
  func sizesFitUpToRounding(width: Int, height: Int, fits: Bool) throws {
    let size = ImageSize(width: width, height: height)
    let transform = try transform()
    guard !fits else { return #expect(try transform.scaled(toMovingSize: size).moving.size == size) }
    let error = #expect(throws: FrameError.self) { try transform.scaled(toMovingSize: size) }
    #expect(error?.description.contains("no other resolution of the 120x90") == true)
  }

  @Test func scalesMustBePositive() throws {
    for scale in [0, -1, .nan, .infinity, 1e9] {
      #expect(throws: FrameError.self) { try transform().scaled(by: scale) }
    }
  }
}

@Suite struct FramingTests {
  @Test func theUnionHoldsBothImages() throws {
    let area = try transform(Homography.translation(x: -30.25, y: 20.25)).area(.union)
    // The moving image covers −30.75 to 89.25 and 19.75 to 109.75; a pixel counts where its centre does.
    #expect(area == PixelRectangle(x: -30, y: 0, width: 170, height: 110))
    let transform = try transform(Homography.translation(x: -30.25, y: 20.25))
    #expect(try transform.area(.moving) == PixelRectangle(x: -30, y: 20, width: 120, height: 90))
    #expect(try transform.area(.fixed) == PixelRectangle(x: 0, y: 0, width: 140, height: 100))
    #expect(try transform.area(.intersection) == PixelRectangle(x: 0, y: 20, width: 90, height: 80))
    #expect(try transform.framed(area)(Point(x: 0, y: 0)) == Point(x: -0.25, y: 20.25))
  }

  /// Compares with every rectangle of a small image, tried one after the other.
  @Test(arguments: [0.0, 0.3, 0.8, 1.57, 2.5]) func theIntersectionIsTheLargestRectangle(turn: Double) throws {
    let size = ImageSize(width: 26, height: 19)
    let rotation = Homography(rows: [[cos(turn), -sin(turn), 9], [sin(turn), cos(turn), 4], [1e-3, 2e-3, 1]])
    let transform = try ImageTransform(
      moving: ImageFrame(size: size), fixed: ImageFrame(size: ImageSize(width: 24, height: 22)),
      fixedFromMoving: rotation)
    func hasData(_ x: Int, _ y: Int) -> Bool {
      transform.inverse(Point(x: Double(x), y: Double(y))).map { size.contains($0) } ?? false
    }
    var largest = 0
    for top in 0..<22 {
      for left in 0..<24 {
        var width = 24 - left
        for bottom in top..<22 {
          width = (0..<width).first { !hasData(left + $0, bottom) } ?? width
          largest = max(largest, width * (bottom - top + 1))
        }
      }
    }
    let area = try transform.area(.intersection)
    #expect(area.width * area.height == largest)
    for y in area.y..<area.y + area.height {
      for x in area.x..<area.x + area.width { #expect(hasData(x, y)) }
    }
  }

  /// Above a thousand rows the choice is coarse first; the rectangle is still as large as the exact one.
  @Test func manyRowsAreSearchedTwice() throws {
    let large = ImageFrame(size: ImageSize(width: 3000, height: 5000))
    let transform = try ImageTransform(
      moving: large, fixed: large,
      fixedFromMoving: Homography(rows: [[1, 0.2, 0], [0, 1, 0], [0, 0, 1]]))
    let area = try transform.area(.intersection)
    // The left border is at 0.2 y − 0.5, so that h rows leave about 3000 − 0.2 h columns, and nearly all rows are best.
    #expect(area == PixelRectangle(x: 999, y: 0, width: 2001, height: 4998))
  }

  @Test func whatReachesInfinityHasNoUnion() throws {
    let horizon = Homography(rows: [[1, 0, 0], [0, 1, 0], [-0.01, 0, 1]])
    let error = #expect(throws: FrameError.self) { try transform(horizon).area(.union) }
    #expect(
      error?.description == "the transform sends a part of the moving image to infinity; use the framing 'fixed'")
    let apart = #expect(throws: FrameError.self) {
      try transform(Homography.translation(x: 500, y: 0)).area(.intersection)
    }
    #expect(apart?.description == "both images have nothing in common; use another framing")
  }
}
