import Foundation
public import SuperposeGeometry
public import SuperposeMatching
public import SuperposeWeights

/// The whole result of a registration as data: what `registration.json` holds. Everything is in original pixels.
public struct RegistrationReport: Codable, Sendable {
  /// The form of the JSON and its version.
  public static let schemaName = "superpose.registration/1"

  /// An image, without its pixels.
  public struct ImageDescription: Codable, Hashable, Sendable {
    /// The file's path, as it was given; empty for an image in memory.
    public var path: String
    /// In pixels.
    public var width: Int
    /// In pixels.
    public var height: Int
    /// The page of the file that was chosen, counted from 1; nil, and left out, where none was.
    public var page: Int?
    /// The channel, likewise.
    public var channel: Int?
  }

  /// How many keypoints each image has.
  public struct KeypointCounts: Codable, Hashable, Sendable {
    /// Those of the moving image.
    public var moving: Int
    /// Those of the fixed image.
    public var fixed: Int
  }

  /// Two points that belong together.
  public struct Match: Codable, Hashable, Sendable {
    /// In original pixels of the moving image.
    public var moving: Point
    /// In original pixels of the fixed image.
    public var fixed: Point
    /// SuperGlue's, 0…1.
    public var confidence: Float
    /// Whether it supports the transform; never where there is none.
    public var inlier: Bool
  }

  /// The form of the JSON and its version.
  public var schema = Self.schemaName
  /// The image that is laid on the other.
  public var moving: ImageDescription
  /// The image that stays.
  public var fixed: ImageDescription
  /// Maps a point of the moving image to the fixed image; null when not registered.
  @Nullable public var fixedFromMoving: Homography?
  /// The inverse; null when not registered.
  @Nullable public var movingFromFixed: Homography?
  /// What a surface adds to both of these (`--transform local`); nil, and left out, where none was looked for.
  public var surface: SurfaceReport?
  /// Where the written `warped.*` begins in the fixed image's plane; nil in the fixed image's own frame.
  public var frame: AppliedTransform.Frame?
  /// Whether the result can be trusted.
  public var verdict: Verdict
  /// Why the verdict is not `registered`; empty when it is.
  public var reasons: [String]
  /// What else should be known of the result; nothing of it speaks against the verdict.
  @EmptyIfMissing public var notes: [String]
  /// How many keypoints each image has.
  public var keypoints: KeypointCounts
  /// All matches, in the order of the moving image's keypoints.
  public var matches: [Match]
  /// Figures about the result.
  public var statistics: RegistrationStatistics
  /// Whether the keypoints and matches are those of a second look (see ``SecondLookPolicy``).
  public var secondLook: Bool
  /// How long each stage took; nil leaves them out.
  public var seconds: Timings?
  /// What it was found with.
  public var configuration: RegistrationConfiguration
  /// Both networks' weights.
  public var weights: [NetworkKind: WeightsDescription]
  /// What of both images took part; nil, and left out, where all of both did.
  public var masks: MaskReport?
  /// The landmarks that were given, with their residuals; nil, and left out, without any.
  public var landmarks: LandmarkReport?
  /// The transform at which the search began; nil, and left out, without one.
  public var prior: PriorReport?

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
    let map = transform.map { plane in
      PlaneMap([.plane(plane)] + (judged.field.map { [.undisplaced($0)] } ?? []))
    }
    let reach = isAccepted ? [] : result.start.map { [$0.reason] } ?? []
    self.init(
      moving: ImageDescription(result.features0.imageSize), fixed: ImageDescription(result.features1.imageSize),
      fixedFromMoving: transform, movingFromFixed: transform?.inverse?.normalized,
      surface: isAccepted ? judged.surface : nil, verdict: judged.verdict,
      reasons: judged.reasons + reach,
      notes: isAccepted
        ? (judged.surface.map { [$0.note] } ?? [])
          + (judged.evidence?.notes(fixedShortSide: result.features1.imageSize.shortSide) ?? []) : [],
      keypoints: KeypointCounts(moving: result.features0.count, fixed: result.features1.count),
      matches: list,
      statistics: RegistrationStatistics(
        matches: list, transform: map,
        evidence: isAccepted ? judged.evidence : nil, frame: result.pictures.fixed.frame,
        maxErrorPixels: configuration.estimation.maxErrorPixels),
      secondLook: result.isFromSecondLook, seconds: timings, configuration: configuration, weights: weights,
      masks: MaskReport(result.pictures), landmarks: result.start?.landmarkReport(transform),
      prior: result.start?.priorReport)
  }
}

extension LocatedStart {
  /// What a failure may have to do with it.
  fileprivate var reason: String {
    let pixels = String(format: "%.4g", errorPixels)
    return "only matches within \(pixels) pixels of where the search began were considered"
  }

  fileprivate func landmarkReport(_ fixedFromMoving: Homography?) -> LandmarkReport? {
    guard case .landmarks(let landmarks, _) = source else { return nil }
    return LandmarkReport(landmarks, role: .start, fixedFromMoving: fixedFromMoving)
  }

  fileprivate var priorReport: PriorReport? {
    guard case .prior = source else { return nil }
    return PriorReport(fixedFromMoving: fixedFromMoving, errorPixels: errorPixels)
  }
}

extension RegistrationReport.ImageDescription {
  init(_ size: ImageSize) { self.init(path: "", width: size.width, height: size.height) }
}
