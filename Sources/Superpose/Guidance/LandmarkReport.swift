public import SuperposeGeometry

/// Landmarks of a registration and how far from them the transform leads, as data.
public struct LandmarkReport: Codable, Hashable, Sendable {
  /// What landmarks were used for.
  public enum Role: String, Codable, Sendable {
    /// The search began at their transform; matches decided.
    case start
    /// The transform was fitted to them alone.
    case only
  }

  /// A landmark with its residual.
  public struct Pair: Codable, Hashable, Sendable {
    /// In original pixels of the moving image.
    public var moving: Point
    /// In original pixels of the fixed image.
    public var fixed: Point
    /// The distance, in the fixed image, between the landmark and where the transform puts its partner; left out where
    /// there is no transform.
    public var residualPixels: Double?
  }

  /// What they were used for.
  public var role: Role
  /// In the order in which they were given.
  public var pairs: [Pair]

  init(_ landmarks: Landmarks, role: Role, fixedFromMoving: Homography?) {
    self.role = role
    pairs = landmarks.pairs.map { landmark in
      let residual = fixedFromMoving.map { $0(landmark.moving).distance(to: landmark.fixed) }
      return Pair(
        moving: landmark.moving, fixed: landmark.fixed, residualPixels: residual.flatMap { $0.isFinite ? $0 : nil })
    }
  }

  private var residuals: [Double] { pairs.compactMap(\.residualPixels) }

  /// The mean of the residuals; nil without any.
  public var meanResidualPixels: Double? {
    residuals.isEmpty ? nil : residuals.reduce(0, +) / Double(residuals.count)
  }

  /// The largest residual; nil without any.
  public var largestResidualPixels: Double? { residuals.max() }
}

/// The transform at which the search began, as data.
public struct PriorReport: Codable, Hashable, Sendable {
  /// Maps a point of the moving image to the fixed one, in original pixels.
  public var fixedFromMoving: Homography
  /// How far from where it puts a point the point's partner was allowed to lie, in pixels of the fixed image.
  public var errorPixels: Double
}
