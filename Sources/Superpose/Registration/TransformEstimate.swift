package import SuperposeEstimation
package import SuperposeGeometry

/// The transform between two original images that most matches agree with. Errors are measured in the pixels that the
/// networks saw.
package struct TransformEstimate: Sendable {
  /// In original pixels.
  package let fixedFromMoving: Homography
  /// For each match.
  package let inliers: [Bool]
  private let accuracy: Accuracy

  private enum Accuracy: Sendable {
    /// The uncertainty is nil where too few inliers tell of it.
    case estimated(TransformUncertainty?, WorkingFrames)
    /// The transform was found by other means.
    case unknown
  }

  /// Nil where the matches do not determine a transform.
  package init?(_ matches: PointMatches, options: EstimationOptions) {
    let working = WorkingFrames(matches.frames, options.model)
    let correspondences = matches.correspondences.map {
      Correspondence(moving: working.moving($0.moving), fixed: working.fixed($0.fixed), confidence: $0.confidence)
    }
    guard let estimate = estimateTransform(correspondences, options: options),
      let originalFromWorking = working.fixed.inverse
    else { return nil }
    fixedFromMoving = (originalFromWorking * estimate.fixedFromMoving * working.moving).normalized
    inliers = estimate.inliers
    accuracy = .estimated(estimate.uncertainty, working)
    guard fixedFromMoving.isFinite else { return nil }
  }

  /// A transform that was found by other means, of which nobody says how accurate it is.
  package init(fixedFromMoving: Homography, inliers: [Bool]) {
    self.fixedFromMoving = fixedFromMoving
    self.inliers = inliers
    accuracy = .unknown
  }

  /// The standard deviation of where a point of the moving image comes to lie, as a part of the fixed image's short
  /// side: infinite beyond the horizon and where too little is known, nil for a transform found by other means.
  func deviation(at moving: Point) -> Double? {
    guard case .estimated(let uncertainty, let working) = accuracy else { return nil }
    guard let uncertainty else { return .infinity }
    return uncertainty.deviationPixels(at: working.moving(moving)) / working.fixedShortSide
  }
}

/// From original pixels to those in which the transform is estimated.
///
/// Homographies and affine transforms stay what they are when an image is stretched: they are estimated between the
/// resized pictures. The others do not, so both images keep their proportions. A similarity may have any scale, and
/// each image has its own; Euclidean transforms and translations have none, and both images share the fixed one's.
private struct WorkingFrames: Sendable {
  let moving: Homography
  let fixed: Homography
  /// In working pixels.
  let fixedShortSide: Double

  init(_ frames: (moving: Frame, fixed: Frame), _ model: TransformModel) {
    let scale = frames.fixed.scale
    switch model {
    case .homography, .affine:
      moving = frames.moving.networkFromOriginal
      fixed = frames.fixed.networkFromOriginal
      fixedShortSide = Double(frames.fixed.network.shortSide)
      return
    case .similarity: moving = .scale(x: frames.moving.scale, y: frames.moving.scale)
    case .euclidean, .translation: moving = .scale(x: scale, y: scale)
    }
    fixed = .scale(x: scale, y: scale)
    fixedShortSide = scale * Double(frames.fixed.original.shortSide)
  }
}
