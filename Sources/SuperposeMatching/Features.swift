public import SuperposeGeometry

/// The keypoints that SuperPoint finds in one image, with their descriptors.
///
/// There are N keypoints, best first. Positions are in pixels of the image that the network saw (``imageSize``).
public struct Features: Sendable {
  /// The length of a descriptor.
  public static let descriptorLength = 256

  /// The size of the image that the network saw, without padding.
  public let imageSize: ImageSize
  /// The positions as (x, y), `[N, 2]`.
  public let keypoints: [Point]
  /// The detector's probability of each keypoint, `[N]`.
  public let scores: [Float]
  /// The descriptors in row-major order, `[N, 256]`, each of unit length.
  public let descriptors: [Float]
  /// The time that the stages took.
  public var timings = Timings()

  /// - Parameters:
  ///   - imageSize: the image whose pixels positions are in.
  ///   - keypoints: `[N, 2]`, best first.
  ///   - scores: `[N]`, 0…1.
  ///   - descriptors: `[N, 256]` row by row, each of unit length.
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

  /// N, the number of keypoints.
  public var count: Int { keypoints.count }

  /// Returns the descriptor of one keypoint, `[256]`.
  public func descriptor(_ index: Int) -> ArraySlice<Float> {
    descriptors[index * Self.descriptorLength..<(index + 1) * Self.descriptorLength]
  }
}

/// Two results are equal where they hold the same features, however long it took to find them.
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

/// The description is one line, and not a megabyte of descriptors.
extension Features: CustomStringConvertible {
  public var description: String { "\(count) keypoints of an image of \(imageSize)" }
}
