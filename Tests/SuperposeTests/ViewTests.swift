import Foundation
import SuperposeGeometry
import Testing

@testable import Superpose

@Test(arguments: 1...3) func quarterTurnsMapThePictureOntoItself(_ quarters: Int) {
  let size = ImageSize(width: 7, height: 4)
  let view = View.whole(size).turned(quarters)
  #expect(view.size == (quarters == 2 ? size : ImageSize(width: 4, height: 7)))
  let corners = view.size.cornerPixels
  let mapped = size.cornerPixels.map { view.viewFromPicture($0) }
  // The rotation is clockwise: each corner becomes the one that many quarter turns further.
  #expect(mapped == (0..<4).map { corners[($0 + quarters) % 4] })
}

@Test func distortionIsTheDistanceFromTheIdentity() {
  let angle = 14 * Double.pi / 180
  let turn = Homography(rows: [[cos(angle), -sin(angle), 5], [sin(angle), cos(angle), 0], [0, 0, 1]])
  let p = Point(x: 120, y: 40)
  #expect(Homography.translation(x: 40, y: -3).distortion(at: p) == 0)
  #expect(abs(turn.distortion(at: p) - 4 * sin(angle / 2) / 2.0.squareRoot()) < 1e-12)
  #expect(abs(Homography.scale(x: 1.25, y: 1.25).distortion(at: p) - 0.25 * 2.0.squareRoot()) < 1e-12)
}

/// Compares the derivative of a perspective transform with differences.
@Test func distortionOfAPerspectiveEqualsDifferences() {
  let transform = Homography(rows: [[0.9, 0.2, 4], [-0.1, 1.1, 9], [4e-4, -3e-4, 1]])
  let (p, h) = (Point(x: 200, y: 100), 1e-4)
  let dx = (transform(Point(x: p.x + h, y: p.y)) - transform(Point(x: p.x - h, y: p.y))) * (1 / (2 * h))
  let dy = (transform(Point(x: p.x, y: p.y + h)) - transform(Point(x: p.x, y: p.y - h))) * (1 / (2 * h))
  let expected = (pow(dx.x - 1, 2) + dx.y * dx.y + dy.x * dy.x + pow(dy.y - 1, 2)).squareRoot()
  #expect(abs(transform.distortion(at: p) - expected) < 1e-6)
}

@Test func halvedViewsKeepTheirEdges() {
  let view = View.whole(ImageSize(width: 9, height: 6)).turned(1).halved
  #expect(view.size == ImageSize(width: 3, height: 4))
  // The middle stays the middle, whatever is cut off.
  let middle = view.viewFromPicture(Point(x: 4, y: 2.5))
  #expect(abs(middle.x - 1) < 1e-12 && abs(middle.y - 1.5) < 1e-12)
}

@Test func searchTriesEachDirectionAtThreeScales() {
  let (moving, fixed) = (ImageSize(width: 640, height: 480), ImageSize(width: 300, height: 500))
  let pairs = ViewPair.search(moving: moving, fixed: fixed)
  #expect(Set(pairs).count == 11)
  let scales = pairs.map { pair in
    let sides = [(pair.moving, moving), (pair.fixed, fixed)].map { view, size in
      Double(view.size.shortSide) / Double(size.shortSide)
    }
    return sides[0] / sides[1]
  }
  #expect([0.5, 1, 2].map { scale in scales.count { $0 == scale } } == [4, 3, 4])
}

/// The finer image is warped to the coarser one.
@Test(arguments: [(0.3, true), (1.3, true), (1.5, false), (4, false)])
func theFinerImageIsWarped(_ scale: Double, isMoving: Bool) throws {
  let (moving, fixed) = (ImageSize(width: 640, height: 480), ImageSize(width: 300, height: 500))
  let transform = Homography(rows: [[scale, 0, 7], [0, scale, -3], [0, 0, 1]])
  let views = try #require(ViewPair(warpedBy: transform, scale: scale, moving: moving, fixed: fixed))
  #expect((views.moving == .whole(moving)) == !isMoving)
  #expect((views.fixed == .whole(fixed)) == isMoving)
  #expect(views.moving.size == views.fixed.size)
  // Points that the transform maps to each other lie at the same place in both views.
  let p = Point(x: 200, y: 150)
  let (seen0, seen1) = (views.moving.viewFromPicture(p), views.fixed.viewFromPicture(transform(p)))
  #expect(seen0.distance(to: seen1) < 1e-9)
}
