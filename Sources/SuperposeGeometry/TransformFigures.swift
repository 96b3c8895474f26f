import Foundation

/// A transform in the terms of people who overlay pictures: what it does at the middle of the moving image.
package struct TransformFigures: Hashable, Sendable {
  /// The factor by which lengths grow, averaged over all directions.
  package let scale: Double
  /// The rotation, clockwise since y points down.
  package let turnDegrees: Double
  /// The difference of the coordinates of a place between the moving and the fixed image.
  package let shift: Point

  package init(_ fixedFromMoving: Homography, movingSize: ImageSize) {
    let middle = movingSize.center
    let mapped = fixedFromMoving(middle)
    let depth = fixedFromMoving.depth(at: middle)
    let h = fixedFromMoving
    let (xx, xy) = ((h[0, 0] - mapped.x * h[2, 0]) / depth, (h[0, 1] - mapped.x * h[2, 1]) / depth)
    let (yx, yy) = ((h[1, 0] - mapped.y * h[2, 0]) / depth, (h[1, 1] - mapped.y * h[2, 1]) / depth)
    scale = abs(xx * yy - xy * yx).squareRoot()
    // The angle is that of the rotation nearest to the Jacobian.
    turnDegrees = atan2(yx - xy, xx + yy) * 180 / .pi
    shift = Point(x: mapped.x - middle.x, y: mapped.y - middle.y)
  }
}
