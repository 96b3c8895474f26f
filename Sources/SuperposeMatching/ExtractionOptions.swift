import SuperposeNetworks

/// How keypoints are chosen from SuperPoint's score map.
public struct ExtractionOptions: Codable, Hashable, Sendable {
  /// The largest number of keypoints, of which the best are kept; nil keeps all.
  public var maxKeypoints: Int? = 1024
  /// A keypoint's score must exceed this.
  public var detectionThreshold: Float = 0.005
  /// No two keypoints are closer than this many pixels in x and in y.
  public var nonMaximumRadius = NetworkConstants.suppressionRadius
  /// Keypoints this close to the image's border are dropped, in pixels.
  public var borderPixels = NetworkConstants.borderPixels
  /// Whether keypoints lie at the peak of a quadric through the score map's maximum and its neighbours, and not at the
  /// pixel's centre. The reference implementation keeps them at the pixels' centres.
  public var subpixel = true

  /// The defaults, between pixels or at whole ones.
  public init(subpixel: Bool = true) { self.subpixel = subpixel }
}

/// How SuperGlue's assignment is computed and read.
public struct MatchingOptions: Codable, Hashable, Sendable {
  /// A match's confidence must exceed this.
  public var matchThreshold: Float = 0.2
  /// The number of rounds of normalisation in optimal transport.
  public var sinkhornIterations = 100

  /// The defaults.
  public init() {}
}
