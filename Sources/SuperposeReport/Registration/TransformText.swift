import SuperposeGeometry

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
