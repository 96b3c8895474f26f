public import SuperposeGeometry

/// Two points, one in each image, that are believed to show the same place.
public struct Correspondence: Hashable, Codable, Sendable {
  /// The point in the moving image, in pixels.
  public var moving: Point
  /// The point in the fixed image, in pixels.
  public var fixed: Point
  /// How much the match is trusted. Only its order among the others matters.
  public var confidence: Double

  /// - Parameters:
  ///   - moving: in pixels of the moving image.
  ///   - fixed: in pixels of the fixed image.
  ///   - confidence: only its order among the others counts.
  public init(moving: Point, fixed: Point, confidence: Double = 1) {
    self.moving = moving
    self.fixed = fixed
    self.confidence = confidence
  }

  var isFinite: Bool { moving.x.isFinite && moving.y.isFinite && fixed.x.isFinite && fixed.y.isFinite }
}
