public import SuperposeEstimation
public import SuperposeGeometry

/// Points of two images that belong together, in original pixels, found by whatever means.
public struct PointMatches: Sendable, Hashable {
  public var movingSize: ImageSize
  public var fixedSize: ImageSize
  /// `[n, 2]` each.
  public var moving: [Point]
  public var fixed: [Point]
  /// `[n]`, 0…1.
  public var confidence: [Float]

  /// - Precondition: as many points on both sides as confidences.
  public init(
    movingSize: ImageSize, fixedSize: ImageSize, moving: [Point], fixed: [Point], confidence: [Float]
  ) {
    precondition(
      moving.count == fixed.count && moving.count == confidence.count,
      "\(moving.count) and \(fixed.count) points and \(confidence.count) confidences do not belong together")
    self.movingSize = movingSize
    self.fixedSize = fixedSize
    self.moving = moving
    self.fixed = fixed
    self.confidence = confidence
  }

  public var count: Int { moving.count }
}

/// The transform that matches determine and whether it can be trusted, as a registration makes both.
public struct MatchEstimate: Sendable {
  /// In original pixels, **also where the verdict refuses it**; nil where the matches determine none.
  public let fixedFromMoving: Homography?
  /// For each match; all false without a transform.
  public let inliers: [Bool]
  public let verdict: Verdict
  /// The largest standard deviation of where a corner of the moving image comes to lie, as a part of the fixed image's
  /// short side; infinite where nothing bounds it, nil where the transform is none or was found by other means.
  public let cornerDeviation: Double?
  /// The share of the overlap that lies between inliers, 0…1; nil without a transform.
  public let coverage: Double?
  /// Why the verdict is not `registered`; empty when it is.
  public let reasons: [String]

  /// - Parameters:
  ///   - resize: the size at which the matches were found: errors are measured in its pixels.
  ///   - pictures: both images at that size, for a photometric refinement of the transform; nil for none.
  public init(
    _ matches: PointMatches, resize: ResizePolicy, options: EstimationOptions, pictures: Pictures? = nil
  ) {
    let frames = [matches.movingSize, matches.fixedSize].map { Frame(original: $0, network: resize.size(for: $0)) }
    let estimate = TransformEstimation(
      moving: matches.moving, fixed: matches.fixed, confidence: matches.confidence, frames: (frames[0], frames[1]),
      options: options, pictures: pictures)
    self.init(
      matches, fixedFromMoving: estimate?.fixedFromMoving,
      inliers: estimate?.inliers ?? [Bool](repeating: false, count: matches.count),
      cornerDeviation: estimate?.cornerDeviation)
  }

  /// The verdict on a transform that was found by other means.
  public init(_ matches: PointMatches, fixedFromMoving: Homography?, inliers: [Bool]) {
    self.init(matches, fixedFromMoving: fixedFromMoving, inliers: inliers, cornerDeviation: nil)
  }

  private init(
    _ matches: PointMatches, fixedFromMoving: Homography?, inliers: [Bool], cornerDeviation: Double?
  ) {
    self.cornerDeviation = cornerDeviation
    self.fixedFromMoving = fixedFromMoving
    self.inliers = inliers
    guard let fixedFromMoving else {
      (verdict, reasons) = (.failed, [Evidence.nothingDetermined(by: matches.count)])
      coverage = nil
      return
    }
    let evidence = Evidence(
      fixedFromMoving: fixedFromMoving, movingSize: matches.movingSize, fixedSize: matches.fixedSize,
      matchCount: matches.count, inliers: zip(matches.fixed, inliers).compactMap { $1 ? $0 : nil },
      cornerDeviation: cornerDeviation)
    (verdict, reasons) = evidence.verdict()
    coverage = evidence.coverage
  }

  public var inlierCount: Int { inliers.count { $0 } }
}
