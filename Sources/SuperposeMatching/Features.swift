public import SuperposeGeometry

/// What SuperPoint finds in one image.
///
/// N keypoints, best first. Positions are in pixels of the image that the network saw (``imageSize``).
public struct Features: Sendable {
  /// The length of a descriptor.
  public static let descriptorLength = 256

  /// The size of the image that the network saw, without padding.
  public let imageSize: ImageSize
  /// `[N, 2]` as (x, y).
  public let keypoints: [Point]
  /// `[N]`, the detector's probability of each keypoint.
  public let scores: [Float]
  /// `[N, 256]`, row-major, each of unit length.
  public let descriptors: [Float]
  /// How long the finding took.
  public var timings = Timings()

  public init(imageSize: ImageSize, keypoints: [Point], scores: [Float], descriptors: [Float]) {
    precondition(
      scores.count == keypoints.count && descriptors.count == keypoints.count * Self.descriptorLength,
      "\(keypoints.count) keypoints, \(scores.count) scores and \(descriptors.count) descriptor values do not "
        + "belong together"
    )
    self.imageSize = imageSize
    self.keypoints = keypoints
    self.scores = scores
    self.descriptors = descriptors
  }

  public var count: Int { keypoints.count }

  /// The descriptor of one keypoint, `[256]`.
  public func descriptor(_ index: Int) -> ArraySlice<Float> {
    descriptors[index * Self.descriptorLength..<(index + 1) * Self.descriptorLength]
  }
}

/// Equal where the same was found, however long it took.
extension Features: Hashable {
  public static func == (a: Features, b: Features) -> Bool {
    a.imageSize == b.imageSize && a.keypoints == b.keypoints && a.scores == b.scores && a.descriptors == b.descriptors
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(imageSize)
    hasher.combine(keypoints)
    hasher.combine(scores)
  }
}

/// A line, not a megabyte of descriptors.
extension Features: CustomStringConvertible {
  public var description: String { "\(count) keypoints of an image of \(imageSize)" }
}
