import SuperposeGeometry

/// A camera in a ``PlaneScene``.
struct SceneCamera {
  /// The map from space, as the first camera sees it, to this camera's space: first the rotation, then the shift.
  let rotation: Matrix3
  let shift: (x: Double, y: Double, z: Double)
  /// The focal length in pixels.
  let focalLength: Double
  let size: ImageSize

  /// - Parameter roll: The largest roll, in degrees, in both directions.
  static func random(
    _ size: ImageSize, focalLength: Double, roll: Double, using generator: inout some RandomNumberGenerator
  ) -> SceneCamera {
    let shift = (generator.uniform(-0.2...0.2), generator.uniform(-0.15...0.15), generator.uniform(-0.1...0.2))
    // The camera looks back at about the middle of the scene.
    let rotation = SpaceRotation.about(
      x: shift.1 * 40 + generator.uniform(-6...6), y: -shift.0 * 40 + generator.uniform(-6...6),
      z: generator.uniform(-roll...roll))
    return SceneCamera(rotation: rotation, shift: shift, focalLength: focalLength, size: size)
  }

  /// Returns the map from a plane's photograph to this view. The third coordinate of its result is the depth.
  func viewFromPhotograph(_ plane: PlaneScene.Plane) -> Homography {
    let turned = rotation * plane.placement
    let placed = Matrix3(rows: [
      [turned[0, 0], turned[0, 1], turned[0, 2] + shift.x], [turned[1, 0], turned[1, 1], turned[1, 2] + shift.y],
      [turned[2, 0], turned[2, 1], turned[2, 2] + shift.z],
    ])
    let (x, y) = (Double(size.width - 1) / 2, Double(size.height - 1) / 2)
    return Homography(Matrix3(rows: [[focalLength, 0, x], [0, focalLength, y], [0, 0, 1]]) * placed)
  }
}
