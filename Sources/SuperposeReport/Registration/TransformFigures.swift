import Foundation
import SuperposeGeometry

/// A transform in the terms of people who overlay pictures: what it does at the middle of the moving image.
struct TransformFigures {
  /// The factor by which lengths grow, averaged over all directions.
  let scale: Double
  /// The rotation, clockwise since y points down.
  let turnDegrees: Double
  /// The difference of the coordinates of a place between the moving and the fixed image.
  let shift: Point

  init(_ fixedFromMoving: Homography, movingSize: ImageSize) {
    let middle = Point(x: Double(movingSize.width - 1) / 2, y: Double(movingSize.height - 1) / 2)
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

/// A transform as text that can be copied.
struct TransformText {
  let id: String
  let label: String
  let text: String

  static func all(_ fixedFromMoving: Homography, fixedSize: ImageSize) -> [TransformText] {
    let rows = fixedFromMoving.rows.map { $0.map { "\($0)" } }
    let lists = rows.map { "[" + $0.joined(separator: ", ") + "]" }
    let array = "fixed_from_moving = np.array([\n" + lists.map { "    \($0),\n" }.joined() + "])"
    return [
      TransformText(id: "transform-json", label: "JSON", text: "[" + lists.joined(separator: ",\n ") + "]"),
      TransformText(id: "transform-numpy", label: "NumPy", text: "import numpy as np\n\n\(array)"),
      TransformText(
        id: "transform-opencv", label: "OpenCV",
        text: "import cv2\nimport numpy as np\n\n\(array)\n"
          + "warped = cv2.warpPerspective(moving, fixed_from_moving, (\(fixedSize.width), \(fixedSize.height)))"),
      TransformText(id: "transform-csv", label: "CSV", text: rows.map { $0.joined(separator: ",") + "\n" }.joined()),
    ]
  }
}
