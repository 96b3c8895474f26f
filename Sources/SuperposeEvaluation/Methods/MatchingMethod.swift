public import Superpose

/// A way to find matches between two images.
public protocol MatchingMethod: Sendable {
  /// As on the command line and in tables.
  var name: String { get }
  /// Everything that decides a prediction, as text: equal texts, equal predictions.
  var settings: String { get }
  /// The size at which it sees images.
  var resize: ResizePolicy { get }
  /// What it finds out about one image, before it is matched.
  func describe(_ image: Image) throws -> DescribedPicture
  /// Matches between two images it described.
  func match(_ picture0: DescribedPicture, _ picture1: DescribedPicture) throws -> DescribedMatches
}

/// One image's keypoints, and what the method needs of them for matching.
public struct DescribedPicture: Sendable {
  /// The size of the original image.
  public var size: ImageSize
  /// `[N, 2]` in original pixels, best first.
  public var keypoints: [Point]
  /// Row-major, `keypoints.count` rows; or ``network``.
  public var descriptors: [Float]
  /// What SuperGlue needs.
  public var network: DescribedImage?
  public var timings: Timings

  public init(
    size: ImageSize, keypoints: [Point], descriptors: [Float] = [], network: DescribedImage? = nil,
    timings: Timings = .init()
  ) {
    self.size = size
    self.keypoints = keypoints
    self.descriptors = descriptors
    self.network = network
    self.timings = timings
  }
}

/// Matches as indices into both pictures' keypoints, each with a confidence, 0…1.
public struct DescribedMatches: Sendable {
  public var pairs: [(Int, Int)]
  public var confidence: [Float]
  /// Both pictures' keypoints in original pixels, where they are others than their descriptions'; else nil.
  public var keypoints: ([Point], [Point])?
  public var timings: Timings

  public init(
    pairs: [(Int, Int)], confidence: [Float], keypoints: ([Point], [Point])? = nil, timings: Timings = .init()
  ) {
    self.keypoints = keypoints
    self.timings = timings
    self.pairs = pairs
    self.confidence = confidence
  }
  /// Matches that one piece of work makes.
  static func timed(_ work: () -> DescribedMatches) -> DescribedMatches {
    var timings = Timings()
    var matches = timings.measure(.assign, work)
    matches.timings = timings
    return matches
  }
}
