public import SuperposeGeometry

/// How the keypoints of two images agree under the true homography between them.
///
/// A point behind the horizon of the truth has no image.
public struct KeypointAgreement: Sendable, Hashable {
  /// For each keypoint of the first image the index of its true correspondence in the second, or −1, `[N]`. Two
  /// keypoints correspond where each is the other's nearest after mapping by the truth, and they are closer than the
  /// radius in both images.
  public let correspondences: [Int]
  /// Of the keypoints that the other image shows too, the share that has one of its keypoints within the radius after
  /// mapping, `(n₁ + n₂) / (N₁ + N₂)` (SuperPoint, appendix A). Nil where the other image shows none.
  public let repeatability: Double?
  /// The mean distance of those keypoints to the nearest one, in pixels. Nil where there are none.
  public let localizationErrorPixels: Double?

  /// Compares the keypoints of two images.
  ///
  /// - Parameters:
  ///   - keypoints0: The keypoints of the first image, in the pixels in which distances are measured.
  ///   - keypoints1: The keypoints of the second image, in the same pixels.
  ///   - sizes: The sizes of both images, in the same pixels.
  ///   - truth: Maps the first image to the second, in the same pixels.
  ///   - radiusPixels: The largest distance of keypoints that agree.
  public init(
    _ keypoints0: [Point], _ keypoints1: [Point], sizes: (ImageSize, ImageSize), truth: Homography,
    radiusPixels: Double
  ) {
    let there = Self.mapped(keypoints0, by: truth, from: sizes.0)
    let back = truth.inverse.map { Self.mapped(keypoints1, by: $0, from: sizes.1) } ?? keypoints1.map { _ in nil }
    let nearest0 = Self.nearest(there, among: keypoints1, radiusPixels)
    let nearest1 = Self.nearest(back, among: keypoints0, radiusPixels)
    correspondences = nearest0.indices.map { index in
      guard let partner = nearest0[index], nearest1[partner.index]?.index == index else { return -1 }
      return partner.index
    }
    let shown =
      there.count { $0.map(sizes.1.contains) ?? false } + back.count { $0.map(sizes.0.contains) ?? false }
    let distances =
      Self.distances(nearest0, there, shownOn: sizes.1) + Self.distances(nearest1, back, shownOn: sizes.0)
    repeatability = shown == 0 ? nil : Double(distances.count) / Double(shown)
    localizationErrorPixels = distances.isEmpty ? nil : distances.reduce(0, +) / Double(distances.count)
  }

  private typealias Neighbour = (index: Int, distance: Double)

  private static func nearest(_ points: [Point?], among others: [Point], _ radius: Double) -> [Neighbour?] {
    let others = NearestPoints(others, radius: radius)
    return points.map { $0.flatMap(others.nearest) }
  }

  private static func distances(
    _ neighbours: [Neighbour?], _ positions: [Point?], shownOn size: ImageSize
  ) -> [Double] {
    zip(neighbours, positions).compactMap { neighbour, position in
      guard let neighbour, let position, size.contains(position) else { return nil }
      return neighbour.distance
    }
  }

  private static func mapped(_ points: [Point], by transform: Homography, from size: ImageSize) -> [Point?] {
    let sign = transform.frontSign(over: size)
    return points.map { sign * transform.depth(at: $0) > 0 ? transform($0) : nil }
  }
}

extension Homography {
  /// The sign of the depth in front of the horizon, where the image's centre lies.
  func frontSign(over size: ImageSize) -> Double {
    let centre = Point(x: Double(size.width - 1) / 2, y: Double(size.height - 1) / 2)
    return depth(at: centre) < 0 ? -1 : 1
  }
}
