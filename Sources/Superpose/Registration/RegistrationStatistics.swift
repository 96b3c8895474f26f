import SuperposeGeometry
public import SuperposeWeights

/// Figures about a registration, in original pixels.
public struct RegistrationStatistics: Codable, Hashable, Sendable {
  public var matchCount: Int
  public var inlierCount: Int
  /// Inliers among the matches, 0…1; 0 without matches.
  public var inlierRatio: Double
  /// The mean distance, in the fixed image, between inliers and where the transform puts their partners; null when
  /// not registered.
  @Nullable public var meanErrorPixels: Double?
  /// The standard deviation of where the moving image's least sure corner comes to lie, in pixels of the fixed image;
  /// null when not registered and where too little tells of it.
  @Nullable public var cornerDeviationPixels: Double?
  /// The share of the fixed image that the moving image covers, 0…1; 0 when not registered.
  public var overlapFraction: Double
  /// The configuration's `maxErrorPixels` in pixels of the fixed image.
  public var maxErrorOriginalPixels: Double
}

extension RegistrationStatistics {
  init(
    matches: [RegistrationReport.Match], fixedFromMoving: Homography?, overlapFraction: Double,
    cornerDeviation: Double?, frame: Frame, maxErrorPixels: Double
  ) {
    let inliers = matches.filter(\.inlier)
    let errors = fixedFromMoving.map { transform in inliers.map { transform($0.moving).distance(to: $0.fixed) } } ?? []
    self.init(
      matchCount: matches.count, inlierCount: inliers.count,
      inlierRatio: matches.isEmpty ? 0 : Double(inliers.count) / Double(matches.count),
      meanErrorPixels: errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count),
      cornerDeviationPixels: cornerDeviation.map { $0 * Double(frame.original.shortSide) },
      overlapFraction: overlapFraction,
      maxErrorOriginalPixels: maxErrorPixels / frame.scale)
  }
}
