import SuperposeEstimation
import SuperposeGeometry
public import SuperposeMatching

/// Both images as the networks saw them: what a photometric refinement lays on each other.
public struct Pictures: Sendable {
  public var moving: NetworkImage
  public var fixed: NetworkImage

  public init(moving: NetworkImage, fixed: NetworkImage) {
    self.moving = moving
    self.fixed = fixed
  }

  init?(moving: NetworkImage?, fixed: NetworkImage?) {
    guard let moving, let fixed else { return nil }
    self.init(moving: moving, fixed: fixed)
  }

  /// The refined transform between pixels of these pictures; nil where there is nothing better.
  func refined(_ fixedFromMoving: Homography, model: TransformModel) -> Homography? {
    photometricallyRefined(
      fixedFromMoving, moving: GrayPlane(size: moving.size, values: moving.values),
      fixed: GrayPlane(size: fixed.size, values: fixed.values), model: model)
  }
}
