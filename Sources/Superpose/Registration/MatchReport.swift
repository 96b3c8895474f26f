public import SuperposeGeometry
public import SuperposeMatching
public import SuperposeWeights

/// The matches between two images as data. The same names as in ``RegistrationReport``: the first image is `moving`,
/// the second `fixed`, and everything is in original pixels.
public struct MatchReport: Codable, Sendable {
  public static let schemaName = "superpose.match/1"

  public struct Match: Codable, Hashable, Sendable {
    public var moving: Point
    public var fixed: Point
    public var confidence: Float
  }

  public struct Statistics: Codable, Hashable, Sendable {
    public var matchCount: Int
  }

  public var schema = Self.schemaName
  public var moving: RegistrationReport.ImageDescription
  public var fixed: RegistrationReport.ImageDescription
  public var keypoints: RegistrationReport.KeypointCounts
  public var matches: [Match]
  public var statistics: Statistics
  /// Whether the keypoints and matches are those of a second look (see ``SecondLookPolicy``).
  public var secondLook: Bool
  /// Nil leaves them out.
  public var seconds: Timings?
  public var configuration: RegistrationConfiguration
  public var weights: [NetworkKind: WeightsDescription]

  /// - Parameters:
  ///   - result: the matches.
  ///   - paths: what the images are called in the report.
  ///   - registrar: what matched them; its configuration and weights are reported.
  public init(_ result: MatchResult, paths: (String, String), registrar: Registrar) {
    let (size0, size1) = (result.features0.imageSize, result.features1.imageSize)
    moving = .init(path: paths.0, width: size0.width, height: size0.height)
    fixed = .init(path: paths.1, width: size1.width, height: size1.height)
    keypoints = .init(moving: result.features0.count, fixed: result.features1.count)
    matches = (0..<result.count).map {
      Match(moving: result.mkpts0[$0], fixed: result.mkpts1[$0], confidence: result.confidence[$0])
    }
    statistics = Statistics(matchCount: result.count)
    secondLook = result.isFromSecondLook
    seconds = result.timings
    configuration = registrar.configuration
    weights = registrar.weights
  }
}
