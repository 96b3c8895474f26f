import SuperposeGeometry

/// A transform of conditioned points with its inverse, so that errors can be measured in both images.
///
/// The sign of the matrix is meaningful: points before the horizon have positive depth in both directions.
struct TwoWayTransform {
  let fixedFromMoving: Matrix3
  let movingFromFixed: Matrix3

  /// A matrix with a determinant below this, relative to the cube of the norm, counts as singular. A similarity gets
  /// there when it shrinks an image a million times.
  private static let smallestDeterminant = 1e-12

  /// Returns nil where the matrix is singular or not finite.
  init?(_ fixedFromMoving: Matrix3) {
    let norm = fixedFromMoving.norm
    let determinant = fixedFromMoving.determinant
    guard norm.isFinite, abs(determinant) > Self.smallestDeterminant * norm * norm * norm else { return nil }
    self.fixedFromMoving = fixedFromMoving
    self.movingFromFixed = fixedFromMoving.adjugate * (1 / determinant)
  }

  /// The same in the other direction.
  init(inverseOf other: TwoWayTransform) {
    fixedFromMoving = other.movingFromFixed
    movingFromFixed = other.fixedFromMoving
  }
}
