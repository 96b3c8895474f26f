public import SuperposeGeometry
public import SuperposeMatching
public import SuperposeWeights

/// The whole result of a registration as data: what `registration.json` holds. Everything is in original pixels.
public struct RegistrationReport: Codable, Sendable {
  public static let schemaName = "superpose.registration/1"

  public struct ImageDescription: Codable, Hashable, Sendable {
    public var path: String
    public var width: Int
    public var height: Int
  }

  public struct KeypointCounts: Codable, Hashable, Sendable {
    public var moving: Int
    public var fixed: Int
  }

  public struct Match: Codable, Hashable, Sendable {
    public var moving: Point
    public var fixed: Point
    public var confidence: Float
    public var inlier: Bool
  }

  public var schema = Self.schemaName
  public var moving: ImageDescription
  public var fixed: ImageDescription
  /// Maps a point of the moving image to the fixed image; null when not registered.
  @Nullable public var fixedFromMoving: Homography?
  /// The inverse; null when not registered.
  @Nullable public var movingFromFixed: Homography?
  public var verdict: Verdict
  /// Why the verdict is not `registered`; empty when it is.
  public var reasons: [String]
  /// What else should be known of the result; nothing of it speaks against the verdict.
  @EmptyIfMissing public var notes: [String]
  public var keypoints: KeypointCounts
  public var matches: [Match]
  public var statistics: RegistrationStatistics
  /// Whether the keypoints and matches are those of a second look (see ``SecondLookPolicy``).
  public var secondLook: Bool
  /// Nil leaves them out.
  public var seconds: Timings?
  public var configuration: RegistrationConfiguration
  public var weights: [NetworkKind: WeightsDescription]

  /// Pixel coordinates of the matches that support the transform.
  public var inliers: [Match] { matches.filter(\.inlier) }
}

extension RegistrationReport {
  /// A transform that the verdict refuses is not reported.
  init(
    _ result: MatchResult, _ judged: JudgedTransform, timings: Timings, configuration: RegistrationConfiguration,
    weights: [NetworkKind: WeightsDescription]
  ) {
    let isAccepted = judged.verdict != .failed
    let list = result.correspondences.indices.map { index in
      Match(
        moving: result.mkpts0[index], fixed: result.mkpts1[index], confidence: result.confidence[index],
        inlier: isAccepted && judged.inliers[index])
    }
    let transform = isAccepted ? judged.fixedFromMoving : nil
    self.init(
      moving: ImageDescription(result.features0.imageSize), fixed: ImageDescription(result.features1.imageSize),
      fixedFromMoving: transform, movingFromFixed: transform?.inverse?.normalized, verdict: judged.verdict,
      reasons: judged.reasons,
      notes: isAccepted ? judged.evidence?.notes(fixedShortSide: result.features1.imageSize.shortSide) ?? [] : [],
      keypoints: KeypointCounts(moving: result.features0.count, fixed: result.features1.count),
      matches: list,
      statistics: RegistrationStatistics(
        matches: list, fixedFromMoving: transform,
        evidence: isAccepted ? judged.evidence : nil, frame: result.pictures.fixed.frame,
        maxErrorPixels: configuration.estimation.maxErrorPixels),
      secondLook: result.isFromSecondLook, seconds: timings, configuration: configuration, weights: weights)
  }
}

extension RegistrationReport.ImageDescription {
  fileprivate init(_ size: ImageSize) { self.init(path: "", width: size.width, height: size.height) }
}
