public import SuperposeMatching

/// An image's keypoints as the networks see them, ready to be matched.
public struct DescribedImage: Sendable {
  /// The features, with positions in pixels of the resized picture.
  let features: Features
  /// The picture that the networks saw.
  let picture: Picture
  /// The time that describing the image took.
  public internal(set) var timings: Timings

  /// The number of keypoints.
  public var count: Int { features.count }

  /// The keypoints, in original pixels.
  public var originalFeatures: Features { features.moved(to: picture.frame) }
}

extension DescribedImage: CustomStringConvertible {
  public var description: String { "\(count) keypoints of an image of \(picture.frame.original)" }
}

extension DescribedImage {
  /// The memory that it takes, approximately.
  package var byteCount: Int {
    4 * (features.descriptors.count + 5 * features.count + picture.gray.values.count)
      + (picture.mask?.values.count ?? 0)
  }
}
