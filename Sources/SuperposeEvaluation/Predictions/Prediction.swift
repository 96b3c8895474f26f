public import Superpose

/// What a method says of a pair, before any transform is estimated: all that the metrics need.
public struct Prediction: Codable, Sendable {
  public var size0: ImageSize
  public var size1: ImageSize
  /// `[N, 2]` and `[M, 2]` in original pixels, best first.
  public var keypoints0: [Point]
  public var keypoints1: [Point]
  /// `[n, 2]`: indices into both.
  public var matches: [[Int]]
  /// `[n]`, 0…1.
  public var confidence: [Float]
  /// By stage, of both images together.
  public var seconds: [String: Double]

  public init(
    sizes: (ImageSize, ImageSize), keypoints: ([Point], [Point]), pairs: [(Int, Int)], confidence: [Float],
    seconds: [String: Double]
  ) {
    (size0, size1) = sizes
    (keypoints0, keypoints1) = keypoints
    matches = pairs.map { [$0.0, $0.1] }
    self.confidence = confidence
    self.seconds = seconds
  }

  public var pairs: [(Int, Int)] { matches.map { ($0[0], $0[1]) } }

  public var pointMatches: PointMatches {
    PointMatches(
      movingSize: size0, fixedSize: size1, moving: matches.map { keypoints0[$0[0]] },
      fixed: matches.map { keypoints1[$0[1]] }, confidence: confidence)
  }

  /// Whether every index has its keypoint; a file may have been changed by hand.
  var isConsistent: Bool {
    matches.count == confidence.count
      && matches.allSatisfy {
        $0.count == 2 && keypoints0.indices.contains($0[0]) && keypoints1.indices.contains($0[1])
      }
  }
}
