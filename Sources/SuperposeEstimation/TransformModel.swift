/// The kinds of plane transform that can be estimated, from the most to the least general.
public enum TransformModel: String, Codable, CaseIterable, Sendable {
  /// Any plane projective transform: it relates two pictures of a plane, or two pictures from one viewpoint.
  case homography
  /// Keeps parallels: rotation, two scales, shear and translation.
  case affine
  /// Keeps angles: rotation, one scale and translation.
  case similarity
  /// Keeps distances: rotation and translation.
  case euclidean
  case translation
  /// Follows a surface: a homography, and a smooth field of what the surface adds to its plane (``SurfaceEstimate``).
  /// ``estimateTransform(_:options:)`` finds the homography.
  case local

  /// The number of correspondences that determine the transform.
  public var sampleSize: Int {
    switch self {
    case .homography, .local: 4
    case .affine: 3
    case .similarity, .euclidean: 2
    case .translation: 1
    }
  }

  /// The number of free parameters.
  public var degreesOfFreedom: Int {
    switch self {
    case .homography, .local: 8
    case .affine: 6
    case .similarity: 4
    case .euclidean: 3
    case .translation: 2
    }
  }
}
