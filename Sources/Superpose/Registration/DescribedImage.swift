public import SuperposeMatching

/// An image's keypoints as the networks see them, ready to be matched.
public struct DescribedImage: Sendable {
  /// Positions in pixels of the resized picture.
  let features: Features
  /// What the networks saw.
  let picture: Picture
  /// How long the describing took.
  public let timings: Timings

  /// The number of keypoints.
  public var count: Int { features.count }

  /// The keypoints, in original pixels.
  public var originalFeatures: Features { features.moved(to: picture.frame) }
}

extension DescribedImage: CustomStringConvertible {
  public var description: String { "\(count) keypoints of an image of \(picture.frame.original)" }
}

extension DescribedImage {
  /// What it takes in memory, about.
  package var byteCount: Int {
    4 * (features.descriptors.count + 5 * features.count + picture.gray.values.count)
  }
}
