import Foundation
import SuperposeGeometry
import Testing

@testable import Superpose

@Test(arguments: 1...3) func quarterTurnsMapThePictureOntoItself(_ quarters: Int) {
  let size = ImageSize(width: 7, height: 4)
  let view = View.turned(quarters, size)
  #expect(view.size == (quarters == 2 ? size : ImageSize(width: 4, height: 7)))
  let corners = view.size.cornerPixels
  let mapped = size.cornerPixels.map { view.viewFromMoving($0) }
  // Clockwise: the first corner becomes the one that is so many quarters further.
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

/// The derivative of a perspective transform against differences.
@Test func distortionOfAPerspectiveEqualsDifferences() {
  let transform = Homography(rows: [[0.9, 0.2, 4], [-0.1, 1.1, 9], [4e-4, -3e-4, 1]])
  let (p, h) = (Point(x: 200, y: 100), 1e-4)
  let dx = (transform(Point(x: p.x + h, y: p.y)) - transform(Point(x: p.x - h, y: p.y))) * (1 / (2 * h))
  let dy = (transform(Point(x: p.x, y: p.y + h)) - transform(Point(x: p.x, y: p.y - h))) * (1 / (2 * h))
  let expected = (pow(dx.x - 1, 2) + dx.y * dx.y + dy.x * dy.x + pow(dy.y - 1, 2)).squareRoot()
  #expect(abs(transform.distortion(at: p) - expected) < 1e-6)
}
