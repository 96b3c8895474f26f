public import SuperposeEstimation
public import SuperposeGeometry
public import SuperposeMatching

/// The keypoints of two images and which of them belong together, in **original pixels** of each image.
public struct MatchResult: Sendable {
  /// SuperPoint's answer for the first image, positions in original pixels.
  public let features0: Features
  /// SuperPoint's answer for the second image, likewise.
  public let features1: Features
  /// Indices into both sets; −1 means none.
  public let matches: Matches
  /// `[n, 2]`: the matched positions in the first image, in the order of its keypoints.
  public let mkpts0: [Point]
  /// `[n, 2]`: the matched positions in the second image, in the same order.
  public let mkpts1: [Point]
  /// `[n]`, SuperGlue's, 0…1.
  public let confidence: [Float]
  /// Whether the keypoints and matches are those of a second look (see ``SecondLookPolicy``).
  public internal(set) var isFromSecondLook = false
  /// How long the matching took and, where the images were described for it, the describing.
  public internal(set) var timings: Timings
  /// What the networks saw.
  let pictures: Pictures
  /// Where the search began; nil where it went everywhere.
  var start: LocatedStart?
  /// The transform that a second look has estimated from these very matches.
  var estimation: Estimation?

  struct Estimation: Sendable {
    let options: EstimationOptions
    /// Nil where the matches determine no transform.
    let estimate: TransformEstimate?
  }

  /// - Parameters:
  ///   - features0, features1: positions in pixels of the pictures.
  init(features0: Features, features1: Features, matches: Matches, pictures: Pictures) {
    self.features0 = features0.moved(to: pictures.moving.frame)
    self.features1 = features1.moved(to: pictures.fixed.frame)
    self.matches = matches
    self.pictures = pictures
    timings = matches.timings
    let pairs = matches.pairs
    let (points0, points1) = (self.features0.keypoints, self.features1.keypoints)
    mkpts0 = pairs.map { points0[$0.index0] }
    mkpts1 = pairs.map { points1[$0.index1] }
    confidence = pairs.map(\.confidence)
  }

  /// The number of matches.
  public var count: Int { mkpts0.count }

  /// The matched points, the first image's as moving: what `estimateTransform(_:options:)` takes.
  public var correspondences: [Correspondence] {
    confidence.indices.map {
      Correspondence(moving: mkpts0[$0], fixed: mkpts1[$0], confidence: Double(confidence[$0]))
    }
  }

  var points: PointMatches {
    PointMatches(
      frames: (pictures.moving.frame, pictures.fixed.frame), keypointCounts: (features0.count, features1.count),
      correspondences: correspondences)
  }

  /// The same keypoints with the matches of at least a confidence.
  public func filtered(minConfidence: Float) -> MatchResult {
    MatchResult(other: self, kept: confidence.indices.filter { confidence[$0] >= minConfidence })
  }

  /// The same keypoints with the matches that lie near a start.
  func near(_ start: LocatedStart?) -> MatchResult {
    guard let start else { return self }
    var near = MatchResult(
      other: self, kept: confidence.indices.filter { start.isNear(mkpts0[$0], mkpts1[$0]) })
    near.start = start
    return near
  }

  private init(other: MatchResult, kept: [Int]) {
    features0 = other.features0
    features1 = other.features1
    pictures = other.pictures
    timings = other.timings
    isFromSecondLook = other.isFromSecondLook
    start = other.start
    estimation = kept.count == other.count ? other.estimation : nil
    mkpts0 = kept.map { other.mkpts0[$0] }
    mkpts1 = kept.map { other.mkpts1[$0] }
    confidence = kept.map { other.confidence[$0] }
    matches = other.matches.keeping(kept)
  }
}

/// A line, not megabytes of descriptors.
extension MatchResult: CustomStringConvertible {
  public var description: String {
    "\(count) matches between \(features0.count) and \(features1.count) keypoints of images of "
      + "\(features0.imageSize) and \(features1.imageSize)"
  }
}

extension Features {
  /// Positions in the original image's pixels instead of the network's.
  func moved(to frame: Frame) -> Features {
    let originalFromNetwork = frame.originalFromNetwork
    var moved = Features(
      imageSize: frame.original, keypoints: keypoints.map { originalFromNetwork($0) }, scores: scores,
      descriptors: descriptors)
    moved.timings = timings
    return moved
  }
}

extension Matches {
  /// - Parameter kept: Indices into ``pairs``.
  fileprivate func keeping(_ kept: [Int]) -> Matches {
    let pairs = pairs
    var partners0 = [Int](repeating: -1, count: matches0.count)
    var partners1 = [Int](repeating: -1, count: matches1.count)
    for index in kept {
      partners0[pairs[index].index0] = pairs[index].index1
      partners1[pairs[index].index1] = pairs[index].index0
    }
    var filtered = Matches(
      matches0: partners0, matches1: partners1, confidence0: confidence0, confidence1: confidence1)
    filtered.timings = timings
    return filtered
  }
}
