public import SuperposeGeometry

/// How predicted matches agree with the truth.
public struct MatchAgreement: Sendable, Hashable {
  /// How many matches there are.
  public let predicted: Int
  /// The number of matches that are true correspondences (``KeypointAgreement/correspondences``).
  public let correct: Int
  /// The number of true correspondences.
  public let possible: Int
  /// The number of matches whose first point the truth maps closer to the second than the radius.
  public let close: Int

  /// Compares matches with the truth.
  ///
  /// - Parameters:
  ///   - pairs: The matches as indices into both sets of keypoints.
  ///   - keypoints0: The keypoints of the first image.
  ///   - keypoints1: The keypoints of the second image.
  ///   - truth: Maps the first image to the second.
  ///   - agreement: The true correspondences of these keypoints.
  ///   - radiusPixels: The largest distance of a right match.
  public init(
    _ pairs: [(Int, Int)], keypoints0: [Point], keypoints1: [Point], truth: Homography, agreement: KeypointAgreement,
    radiusPixels: Double
  ) {
    predicted = pairs.count
    correct = pairs.count { agreement.correspondences[$0.0] == $0.1 }
    possible = agreement.correspondences.count { $0 >= 0 }
    close = pairs.count { truth(keypoints0[$0.0]).distance(to: keypoints1[$0.1]) < radiusPixels }
  }

  /// The share of the matches that are close; nil without a match.
  public var precision: Double? { ratio(close, predicted) }
  /// The share of the matches that are true correspondences; nil without a match.
  public var assignmentPrecision: Double? { ratio(correct, predicted) }
  /// The share of the true correspondences that were matched; nil where nothing corresponds.
  public var recall: Double? { ratio(correct, possible) }

  private func ratio(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }
}
