import SuperposeEstimation
import SuperposeGeometry

/// Estimates the transform between two original images from matches, measuring errors in the pixels that the networks
/// saw.
struct TransformEstimation {
  /// In original pixels.
  let fixedFromMoving: Homography
  /// For each match.
  let inliers: [Bool]
  /// The largest standard deviation of where a corner of the moving image comes to lie, as a part of the fixed image's
  /// short side; infinite where a corner lies beyond the horizon or nothing is known.
  let cornerDeviation: Double

  /// Nil where the matches do not determine a transform.
  init?(matches: MatchResult, options: EstimationOptions, pictures: Pictures?) {
    self.init(
      moving: matches.mkpts0, fixed: matches.mkpts1, confidence: matches.confidence,
      frames: (matches.frame0, matches.frame1), options: options,
      pictures: pictures)
  }

  /// The same for matched points of any origin, in original pixels.
  init?(
    moving: [Point], fixed: [Point], confidence: [Float], frames: (moving: Frame, fixed: Frame),
    options: EstimationOptions, pictures: Pictures?
  ) {
    let working = Self.workingFrames(frames, options.model)
    let correspondences = moving.indices.map { index in
      Correspondence(
        moving: working.moving(moving[index]), fixed: working.fixed(fixed[index]),
        confidence: Double(confidence[index]))
    }
    guard let estimate = estimateTransform(correspondences, options: options),
      let originalFromWorking = working.fixed.inverse
    else { return nil }
    let refined = pictures?.refined(estimate.fixedFromMoving, model: options.model) ?? estimate.fixedFromMoving
    fixedFromMoving = (originalFromWorking * refined * working.moving).normalized
    inliers = estimate.inliers
    cornerDeviation =
      frames.moving.original.cornerPixels.map { corner in
        estimate.uncertainty?.deviationPixels(at: working.moving(corner)) ?? .infinity
      }.max().map { $0 / working.fixedShortSide } ?? .infinity
    guard fixedFromMoving.isFinite else { return nil }
  }

  /// From original pixels to those in which the transform is estimated.
  ///
  /// Homographies and affine transforms stay what they are when an image is stretched: they are estimated between the
  /// resized pictures. The others do not, so both images keep their proportions and share the fixed image's scale.
  private static func workingFrames(
    _ frames: (moving: Frame, fixed: Frame), _ model: TransformModel
  ) -> (moving: Homography, fixed: Homography, fixedShortSide: Double) {
    switch model {
    case .homography, .affine:
      return (
        frames.moving.networkFromOriginal, frames.fixed.networkFromOriginal, Double(frames.fixed.network.shortSide)
      )
    case .similarity, .euclidean, .translation:
      let scale = frames.fixed.scale
      let transform = Homography.scale(x: scale, y: scale)
      return (transform, transform, scale * Double(frames.fixed.original.shortSide))
    }
  }
}
