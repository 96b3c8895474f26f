import Superpose
import SuperposeEstimation
public import SuperposeGeometry
public import SuperposeMatching

/// What a method finds for a pair before any transform is estimated: all that the metrics need.
public struct Prediction: Codable, Sendable {
  /// Of the first original image.
  public var size0: ImageSize
  /// Of the second original image.
  public var size1: ImageSize
  /// The keypoints of the first image in original pixels, best first, `[N, 2]`.
  public var keypoints0: [Point]
  /// `[M, 2]`, the same of the second image.
  public var keypoints1: [Point]
  /// The matches as indices into both sets of keypoints, `[n, 2]`.
  public var matches: [[Int]]
  /// The confidence of each match, 0…1, `[n]`.
  public var confidence: [Float]
  /// The time of each stage, for both images together.
  public var seconds: Timings

  /// - Parameters:
  ///   - sizes: of both original images.
  ///   - keypoints: `[N, 2]` and `[M, 2]` in original pixels, best first.
  ///   - pairs: `[n]`, an index into each.
  ///   - confidence: `[n]`, 0…1.
  ///   - seconds: of both images together.
  public init(
    sizes: (ImageSize, ImageSize), keypoints: ([Point], [Point]), pairs: [(Int, Int)], confidence: [Float],
    seconds: Timings
  ) {
    (size0, size1) = sizes
    (keypoints0, keypoints1) = keypoints
    matches = pairs.map { [$0.0, $0.1] }
    self.confidence = confidence
    self.seconds = seconds
  }

  /// ``matches`` as pairs of indices.
  public var pairs: [(Int, Int)] { matches.map { ($0[0], $0[1]) } }

  var correspondences: [Correspondence] {
    zip(matches, confidence).map {
      Correspondence(moving: keypoints0[$0[0]], fixed: keypoints1[$0[1]], confidence: Double($1))
    }
  }

  /// Returns the matched points.
  ///
  /// - Parameter resize: The size at which the matches were found.
  func pointMatches(_ resize: ResizePolicy) -> PointMatches {
    PointMatches(
      frames: (
        Frame(original: size0, network: resize.size(for: size0)),
        Frame(original: size1, network: resize.size(for: size1))
      ), keypointCounts: (keypoints0.count, keypoints1.count), correspondences: correspondences)
  }

  /// Whether every index has its keypoint. It is checked because a file may have been changed by hand.
  var isConsistent: Bool {
    matches.count == confidence.count
      && matches.allSatisfy {
        $0.count == 2 && keypoints0.indices.contains($0[0]) && keypoints1.indices.contains($0[1])
      }
  }
}
