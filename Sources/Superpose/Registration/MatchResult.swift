public import SuperposeGeometry
public import SuperposeMatching

/// The keypoints of two images and which of them belong together, in **original pixels** of each image.
public struct MatchResult: Sendable {
  /// SuperPoint's answer for each image, positions in original pixels.
  public let features0: Features
  public let features1: Features
  /// Indices into both sets; −1 means none.
  public let matches: Matches
  /// `[n, 2]` each: matched positions, in the order of the first image's keypoints.
  public let mkpts0: [Point]
  public let mkpts1: [Point]
  /// `[n]`
  public let confidence: [Float]
  let frame0: Frame
  let frame1: Frame
  /// Nil where no refinement needs them.
  let pictures: Pictures?

  init(
    features0: Features, features1: Features, matches: Matches, frame0: Frame, frame1: Frame, pictures: Pictures? = nil
  ) {
    self.features0 = features0.moved(to: frame0)
    self.features1 = features1.moved(to: frame1)
    self.matches = matches
    self.frame0 = frame0
    self.frame1 = frame1
    self.pictures = pictures
    let pairs = matches.pairs
    let (points0, points1) = (self.features0.keypoints, self.features1.keypoints)
    mkpts0 = pairs.map { points0[$0.index0] }
    mkpts1 = pairs.map { points1[$0.index1] }
    confidence = pairs.map(\.confidence)
  }

  /// The number of matches.
  public var count: Int { mkpts0.count }

  /// The same keypoints with the matches of at least a confidence.
  public func filtered(minConfidence: Float) -> MatchResult {
    MatchResult(filtering: self, minConfidence: minConfidence)
  }

  private init(filtering other: MatchResult, minConfidence: Float) {
    let kept = other.confidence.indices.filter { other.confidence[$0] >= minConfidence }
    features0 = other.features0
    features1 = other.features1
    frame0 = other.frame0
    frame1 = other.frame1
    pictures = other.pictures
    mkpts0 = kept.map { other.mkpts0[$0] }
    mkpts1 = kept.map { other.mkpts1[$0] }
    confidence = kept.map { other.confidence[$0] }
    matches = other.matches.filtered(minConfidence: minConfidence)
  }
}

extension Features {
  /// Positions in the original image's pixels instead of the network's.
  func moved(to frame: Frame) -> Features {
    let originalFromNetwork = frame.originalFromNetwork
    return Features(
      imageSize: frame.original, keypoints: keypoints.map { originalFromNetwork($0) }, scores: scores,
      descriptors: descriptors)
  }
}

extension Matches {
  fileprivate func filtered(minConfidence: Float) -> Matches {
    func kept(_ matches: [Int], _ confidence: [Float]) -> [Int] {
      zip(matches, confidence).map { $1 >= minConfidence ? $0 : -1 }
    }
    return Matches(
      matches0: kept(matches0, confidence0), matches1: kept(matches1, confidence1), confidence0: confidence0,
      confidence1: confidence1)
  }
}
