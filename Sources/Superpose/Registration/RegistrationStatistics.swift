import SuperposeGeometry
public import SuperposeWeights

/// Figures about a registration, in original pixels.
public struct RegistrationStatistics: Codable, Hashable, Sendable {
  /// How many matches there are.
  public var matchCount: Int
  /// How many of them support the transform.
  public var inlierCount: Int
  /// Inliers among the matches, 0…1; 0 without matches.
  public var inlierRatio: Double
  /// The mean distance, in the fixed image, between inliers and where the transform puts their partners; null when
  /// not registered.
  @Nullable public var meanErrorPixels: Double?
  /// The share of the fixed image that the moving image covers, 0…1; 0 when not registered.
  public var overlapFraction: Double
  /// The share of the overlap that lies between inliers, 0…1; null when not registered.
  @Nullable public var coverage: Double?
  /// How far chance may have moved the overlap's corners: the largest standard deviation of where one comes to lie in
  /// the fixed image, as the inliers' noise lets expect; null when not registered and where nothing bounds it.
  @Nullable public var overlapDeviationPixels: Double?
  /// The same of the moving image's corners, of which some may lie far outside the overlap.
  @Nullable public var cornerDeviationPixels: Double?
  /// The configuration's `maxErrorPixels` in pixels of the fixed image.
  public var maxErrorOriginalPixels: Double
}

extension RegistrationStatistics {
  init(
    matches: [RegistrationReport.Match], transform: PlaneMap?, evidence: Evidence?, frame: Frame,
    maxErrorPixels: Double
  ) {
    func pixels(_ deviation: Double?) -> Double? {
      deviation.flatMap { $0.isFinite ? $0 * Double(frame.original.shortSide) : nil }
    }
    let inliers = matches.filter(\.inlier)
    let errors = inliers.compactMap { match in transform?(match.moving)?.distance(to: match.fixed) }
    self.init(
      matchCount: matches.count, inlierCount: inliers.count,
      inlierRatio: matches.isEmpty ? 0 : Double(inliers.count) / Double(matches.count),
      meanErrorPixels: errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count),
      overlapFraction: evidence?.overlapFraction ?? 0, coverage: evidence?.coverage,
      overlapDeviationPixels: pixels(evidence?.overlapDeviation),
      cornerDeviationPixels: pixels(evidence?.cornerDeviation),
      maxErrorOriginalPixels: maxErrorPixels / frame.scale)
  }
}
