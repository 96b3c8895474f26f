import Foundation
import SuperposeGeometry

/// A transform told in the words of people who lay pictures on each other: what it does to the moving image's middle.
struct TransformFigures {
  /// By what factor lengths grow, on average over all directions.
  let scale: Double
  /// Clockwise, since y points down.
  let turnDegrees: Double
  /// From a place's coordinates in the moving image to those in the fixed one.
  let shift: Point

  init(_ fixedFromMoving: Homography, movingSize: ImageSize) {
    let middle = Point(x: Double(movingSize.width - 1) / 2, y: Double(movingSize.height - 1) / 2)
    let mapped = fixedFromMoving(middle)
    let depth = fixedFromMoving.depth(at: middle)
    let h = fixedFromMoving
    let (xx, xy) = ((h[0, 0] - mapped.x * h[2, 0]) / depth, (h[0, 1] - mapped.x * h[2, 1]) / depth)
    let (yx, yy) = ((h[1, 0] - mapped.y * h[2, 0]) / depth, (h[1, 1] - mapped.y * h[2, 1]) / depth)
    scale = abs(xx * yy - xy * yx).squareRoot()
    // The rotation that is nearest to the Jacobian.
    turnDegrees = atan2(yx - xy, xx + yy) * 180 / .pi
    shift = Point(x: mapped.x - middle.x, y: mapped.y - middle.y)
  }
}
