public import Foundation
import SuperposeFiles
public import SuperposeGeometry
public import SuperposeMatching
public import SuperposeWeights

/// The matches between two images as data. The same names as in ``RegistrationReport``: the first image is `moving`,
/// the second `fixed`, and everything is in original pixels.
public struct MatchReport: Codable, Sendable {
  /// The form of the JSON and its version.
  public static let schemaName = "superpose.match/1"

  /// Two points that belong together.
  public struct Match: Codable, Hashable, Sendable {
    /// In original pixels of the first image.
    public var moving: Point
    /// In original pixels of the second image.
    public var fixed: Point
    /// SuperGlue's, 0…1.
    public var confidence: Float
  }

  /// Figures about the matches.
  public struct Statistics: Codable, Hashable, Sendable {
    /// How many there are.
    public var matchCount: Int
  }

  /// The form of the JSON and its version.
  public var schema = Self.schemaName
  /// The first image.
  public var moving: RegistrationReport.ImageDescription
  /// The second image.
  public var fixed: RegistrationReport.ImageDescription
  /// How many keypoints each image has.
  public var keypoints: RegistrationReport.KeypointCounts
  /// All matches, in the order of the first image's keypoints.
  public var matches: [Match]
  /// Figures about them.
  public var statistics: Statistics
  /// Whether the keypoints and matches are those of a second look (see ``SecondLookPolicy``).
  public var secondLook: Bool
  /// How long each stage took; nil leaves them out.
  public var seconds: Timings?
  /// What they were found with.
  public var configuration: RegistrationConfiguration
  /// Both networks' weights.
  public var weights: [NetworkKind: WeightsDescription]
  /// What of both images took part; nil, and left out, where all of both did.
  public var masks: MaskReport?

  /// - Parameters:
  ///   - result: the matches.
  ///   - files: where the images were read from; the report has their paths as they were given.
  ///   - registrar: what matched them; its configuration and weights are reported.
  public init(_ result: MatchResult, files: (URL, URL), registrar: Registrar) {
    let (size0, size1) = (result.features0.imageSize, result.features1.imageSize)
    moving = .init(path: files.0.pathText, width: size0.width, height: size0.height)
    fixed = .init(path: files.1.pathText, width: size1.width, height: size1.height)
    keypoints = .init(moving: result.features0.count, fixed: result.features1.count)
    matches = (0..<result.count).map {
      Match(moving: result.mkpts0[$0], fixed: result.mkpts1[$0], confidence: result.confidence[$0])
    }
    statistics = Statistics(matchCount: result.count)
    secondLook = result.isFromSecondLook
    seconds = result.timings
    configuration = registrar.configuration
    weights = registrar.weights
    masks = MaskReport(result.pictures)
  }
}
