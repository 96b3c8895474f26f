public import Superpose
public import SuperposeGeometry
public import SuperposeImaging
public import SuperposeMatching

/// A way to find matches between two images.
public protocol MatchingMethod: Sendable {
  /// The name on the command line and in tables.
  var name: String { get }
  /// Everything that decides a prediction, as text: equal texts mean equal predictions.
  var settings: String { get }
  /// The size at which the method sees images.
  var resize: ResizePolicy { get }
  /// Finds what can be known about one image before it is matched.
  func describe(_ image: Image) throws -> DescribedPicture
  /// Matches two images that this method has described.
  func match(_ picture0: DescribedPicture, _ picture1: DescribedPicture) throws -> DescribedMatches
}

/// One image's keypoints, and what the method needs for matching them.
public struct DescribedPicture: Sendable {
  /// The size of the original image.
  public var size: ImageSize
  /// The keypoints in original pixels, best first, `[N, 2]`.
  public var keypoints: [Point]
  /// The descriptors in row-major order, one row for each keypoint; empty where ``network`` holds them.
  public var descriptors: [Float]
  /// The description that SuperGlue needs.
  public var network: DescribedImage?
  /// How long the describing took.
  public var timings: Timings

  /// - Parameters:
  ///   - size: the size of the original image.
  ///   - keypoints: `[N, 2]` in original pixels, best first.
  ///   - descriptors: row-major, N rows; empty where `network` is given.
  ///   - network: what SuperGlue needs.
  ///   - timings: how long the describing took.
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
  /// `[n]`: the index of a keypoint of either picture.
  public var pairs: [(Int, Int)]
  /// `[n]`, 0…1.
  public var confidence: [Float]
  /// The keypoints of both pictures in original pixels, where they differ from those of the descriptions; else nil.
  public var keypoints: ([Point], [Point])?
  /// How long the matching took.
  public var timings: Timings

  /// - Parameters:
  ///   - pairs: `[n]`, the index of a keypoint of either picture.
  ///   - confidence: `[n]`, 0…1.
  ///   - keypoints: both pictures' keypoints in original pixels, where they are others than their descriptions'.
  ///   - timings: how long the matching took.
  public init(
    pairs: [(Int, Int)], confidence: [Float], keypoints: ([Point], [Point])? = nil, timings: Timings = .init()
  ) {
    self.keypoints = keypoints
    self.timings = timings
    self.pairs = pairs
    self.confidence = confidence
  }

  /// Runs a piece of work that makes matches, and adds the time that it took.
  static func timed(_ work: () -> DescribedMatches) -> DescribedMatches {
    var timings = Timings()
    var matches = timings.measure(.assign, work)
    matches.timings = timings
    return matches
  }
}
