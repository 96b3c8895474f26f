public import SuperposeGeometry

/// Two points, one in each image, that are believed to show the same thing.
public struct Correspondence: Hashable, Codable, Sendable {
  /// In the moving image, in pixels.
  public var moving: Point
  /// In the fixed image, in pixels.
  public var fixed: Point
  /// How far the match is believed; only its order among the others counts.
  public var confidence: Double

  public init(moving: Point, fixed: Point, confidence: Double = 1) {
    self.moving = moving
    self.fixed = fixed
    self.confidence = confidence
  }

  var isFinite: Bool { moving.x.isFinite && moving.y.isFinite && fixed.x.isFinite && fixed.y.isFinite }
}
