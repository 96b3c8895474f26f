import SuperposeEstimation
import SuperposeGeometry

/// Estimates the transform between two original images from matches, measuring errors in the pixels that the networks
/// saw.
struct TransformEstimation {
  /// In original pixels.
  let fixedFromMoving: Homography
  /// For each match.
  let inliers: [Bool]

  /// Nil where the matches do not determine a transform.
  init?(matches: MatchResult, options: EstimationOptions) {
    let frames = Self.workingFrames(matches, options.model)
    let correspondences = (0..<matches.count).map { index in
      Correspondence(
        moving: frames.moving(matches.mkpts0[index]), fixed: frames.fixed(matches.mkpts1[index]),
        confidence: Double(matches.confidence[index]))
    }
    guard let estimate = estimateTransform(correspondences, options: options),
      let originalFromWorking = frames.fixed.inverse
    else { return nil }
    fixedFromMoving = (originalFromWorking * estimate.fixedFromMoving * frames.moving).normalized
    inliers = estimate.inliers
    guard fixedFromMoving.isFinite else { return nil }
  }

  /// From original pixels to those in which the transform is estimated.
  ///
  /// Homographies and affine transforms stay what they are when an image is stretched: they are estimated between the
  /// resized pictures. The others do not, so both images keep their proportions and share the fixed image's scale.
  private static func workingFrames(
    _ matches: MatchResult, _ model: TransformModel
  ) -> (moving: Homography, fixed: Homography) {
    switch model {
    case .homography, .affine:
      return (matches.frame0.networkFromOriginal, matches.frame1.networkFromOriginal)
    case .similarity, .euclidean, .translation:
      let scale = Homography.scale(x: matches.frame1.scale, y: matches.frame1.scale)
      return (scale, scale)
    }
  }
}
