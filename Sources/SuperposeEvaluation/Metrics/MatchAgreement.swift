public import Superpose

/// How predicted matches agree with the truth.
public struct MatchAgreement: Sendable, Hashable {
  public let predicted: Int
  /// Matches that are true correspondences (``KeypointAgreement/correspondences``).
  public let correct: Int
  /// True correspondences there are.
  public let possible: Int
  /// Matches whose first point the truth maps closer to the second than the radius.
  public let close: Int

  /// - Parameters:
  ///   - pairs: the matches as indices into both sets of keypoints.
  ///   - keypoints0, keypoints1, truth, radiusPixels: as for ``KeypointAgreement``.
  public init(
    _ pairs: [(Int, Int)], keypoints0: [Point], keypoints1: [Point], truth: Homography, agreement: KeypointAgreement,
    radiusPixels: Double
  ) {
    predicted = pairs.count
    correct = pairs.count { agreement.correspondences[$0.0] == $0.1 }
    possible = agreement.correspondences.count { $0 >= 0 }
    close = pairs.count { truth(keypoints0[$0.0]).distance(to: keypoints1[$0.1]) < radiusPixels }
  }

  /// Nil without a match.
  public var precision: Double? { ratio(close, predicted) }
  public var assignmentPrecision: Double? { ratio(correct, predicted) }
  /// Nil where nothing corresponds.
  public var recall: Double? { ratio(correct, possible) }

  private func ratio(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }
}
