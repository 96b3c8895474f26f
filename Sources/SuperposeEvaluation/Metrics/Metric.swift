/// The figures of an evaluation. Each is the mean of one value per pair, over the pairs for which the value is defined.
///
/// All pixels are those of the measuring frame (``EvaluationProtocol/measured``), whatever size a method ran at.
public enum Metric: String, Codable, CaseIterable, Sendable, CodingKeyRepresentable {
  /// The area under the cumulative curve of the corner error from 0 to the threshold, divided by the threshold.
  case areaAt1 = "AUC@1px"
  case areaAt3 = "AUC@3px"
  case areaAt5 = "AUC@5px"
  case areaAt10 = "AUC@10px"
  /// Whether the corner error is under 5 px.
  case success = "success@5px"
  /// The share of the matches that the truth maps to within 3 px of each other.
  case precision = "precision@3px"
  /// The share of the predicted matches that are true correspondences, see ``recall``.
  case assignmentPrecision = "assignmentPrecision@3px"
  /// The share of the true correspondences that were predicted. A true correspondence is a pair of keypoints that are
  /// each the other's nearest under the truth, within 3 px (SuperGlue, section 5.1).
  case recall = "recall@3px"
  /// Of the keypoints that the other image shows too, the share that has one of its keypoints within 3 px.
  case repeatability = "repeatability@3px"
  /// The mean distance of those keypoints to the nearest one.
  case localizationError = "localizationError@3px"
  case keypoints
  case matches
  case inliers
  /// Of the results that come out as registered, the share with a corner error of 10 px or more.
  case wrongAmongTrusted = "wrongAmongTrusted@10px"
  /// The same, with errors measured at the corners of the true overlap and not at those of the first image.
  case wrongOverlapAmongTrusted = "wrongOverlapAmongTrusted@10px"
  /// Of the results with a corner error under 5 px, the share that does not come out as registered.
  case untrustedAmongRight = "untrustedAmongRight@5px"
  /// The share of pairs of different scenes that come out as registered.
  case trustedAmongUnrelated
  /// The area under the cumulative curve of the larger of the errors of rotation and translation, in degrees.
  case poseAreaAt5 = "AUC@5deg"
  case poseAreaAt10 = "AUC@10deg"
  case poseAreaAt20 = "AUC@20deg"
  /// The share of the matches whose squared symmetric epipolar distance is under 5e-4 (SuperGlue, section 5.2).
  case epipolarPrecision = "precision@5e-4"
  /// The number of those matches divided by the number of keypoints of the first image.
  case matchingScore
  /// Whether the pair comes out as registered.
  case registered
  /// Whether the transform follows a surface and is not a plane's.
  case followsSurface
  /// The mean distance, over the overlap, between where the transform and the truth map a point. It is defined for
  /// pairs that come out as registered.
  case surfaceError = "surfaceError.px"
  /// The same for the plane's transform that the same matches determine.
  case planeError = "planeError.px"
  /// By how much the former is larger than the latter.
  case surfaceExcess = "surfaceExcess.px"
  /// The time of all stages of a pair.
  case seconds
}

/// The areas under cumulative curves of errors.
public enum CumulativeErrors {
  /// Returns what one error adds to the mean: the exact integral from 0 to the threshold of "the error is not above e",
  /// divided by the threshold. An infinite or undefined error adds nothing.
  public static func area(of error: Double, upTo threshold: Double) -> Double {
    error < threshold ? 1 - max(error, 0) / threshold : 0
  }

  /// Returns the area under the curve of many errors, 0…1, and 0 for no errors.
  public static func area(of errors: [Double], upTo threshold: Double) -> Double {
    errors.isEmpty ? 0 : errors.reduce(0) { $0 + area(of: $1, upTo: threshold) } / Double(errors.count)
  }

  /// Returns the curve: the share of errors not above each value, at the values where it rises and at both ends.
  public static func curve(of errors: [Double], upTo threshold: Double) -> [(error: Double, share: Double)] {
    let count = Double(max(errors.count, 1))
    var points: [(error: Double, share: Double)] = [(0, 0)]
    for (rank, error) in errors.filter({ $0 <= threshold }).sorted().enumerated() {
      points.append((error, Double(rank) / count))
      points.append((error, Double(rank + 1) / count))
    }
    return points + [(threshold, points[points.count - 1].share)]
  }
}
