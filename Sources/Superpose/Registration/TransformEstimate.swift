package import SuperposeEstimation
package import SuperposeGeometry

/// The transform between two original images that most matches agree with. Errors are measured in the pixels that the
/// networks saw.
package struct TransformEstimate: Sendable {
  /// The transform in original pixels.
  package let fixedFromMoving: Homography
  /// Whether each match is an inlier.
  package let inliers: [Bool]
  /// What a surface adds to the transform, at points of the fixed image in original pixels; nil for a plane.
  package private(set) var field: DisplacementField?
  /// What the search for a surface found; nil where none was wanted.
  package private(set) var surface: SurfaceReport?
  private let accuracy: Accuracy

  private enum Accuracy: Sendable {
    /// The transform was estimated. The uncertainty is nil where there are too few inliers to tell.
    case estimated(TransformUncertainty?, WorkingFrames)
    /// The transform was found by other means.
    case unknown
  }

  /// Returns nil where the matches do not determine a transform.
  package init?(_ matches: PointMatches, options: EstimationOptions) {
    let working = WorkingFrames(matches.frames, options.model)
    guard let estimate = estimateTransform(working.correspondences(of: matches), options: options),
      let originalFromWorking = working.fixed.inverse
    else { return nil }
    fixedFromMoving = (originalFromWorking * estimate.fixedFromMoving * working.moving).normalized
    inliers = estimate.inliers
    accuracy = .estimated(estimate.uncertainty, working)
    guard fixedFromMoving.isFinite else { return nil }
  }

  /// Makes an estimate of a transform that was found by other means, so that its accuracy is not known.
  package init(fixedFromMoving: Homography, inliers: [Bool]) {
    self.fixedFromMoving = fixedFromMoving
    self.inliers = inliers
    accuracy = .unknown
  }

  /// Returns the estimate that follows a surface, where the matches show one; else this one, with the reason.
  package func followingSurface(_ matches: PointMatches, options: EstimationOptions) -> TransformEstimate {
    guard case .estimated(_, let working) = accuracy, let originalFromWorking = working.fixed.inverse else {
      return self
    }
    let movingFromWorking = working.moving.inverse ?? .identity
    var result = self
    do {
      let found = try SurfaceEstimate(
        working.correspondences(of: matches), plane: working.fixed * fixedFromMoving * movingFromWorking,
        over: matches.frames.fixed.network,
        options: options)
      guard let field = found.field.carried(by: originalFromWorking) else { return self }
      let pixels = 1 / matches.frames.fixed.scale
      result = TransformEstimate(
        fixedFromMoving: (originalFromWorking * found.fixedFromMoving * working.moving).normalized,
        inliers: found.inliers, accuracy: accuracy)
      result.field = field
      result.surface = SurfaceReport(
        field: field, validatedErrorPixels: found.validatedErrorPixels * pixels,
        planeErrorPixels: found.planeErrorPixels * pixels)
    } catch {
      result.surface = SurfaceReport(error, pixels: 1 / matches.frames.fixed.scale)
    }
    return result
  }

  private init(fixedFromMoving: Homography, inliers: [Bool], accuracy: Accuracy) {
    (self.fixedFromMoving, self.inliers, self.accuracy) = (fixedFromMoving, inliers, accuracy)
  }

  /// Returns the standard deviation of a mapped point of the moving image, as a fraction of the fixed image's short
  /// side. It is infinite beyond the horizon and where too little is known, and nil for a transform that was found by
  /// other means.
  func deviation(at moving: Point) -> Double? {
    guard case .estimated(let uncertainty, let working) = accuracy else { return nil }
    guard let uncertainty else { return .infinity }
    return uncertainty.deviationPixels(at: working.moving(moving)) / working.fixedShortSide
  }
}

/// Maps original pixels to those in which the transform is estimated.
///
/// Homographies and affine transforms stay what they are when an image is stretched, so that they are estimated between
/// the resized pictures. The others do not, so that both images keep their proportions. A similarity may have any
/// scale, and each image has its own; Euclidean transforms and translations have none, and both images share that of
/// the fixed one.
private struct WorkingFrames: Sendable {
  let moving: Homography
  let fixed: Homography
  /// The fixed image's short side in working pixels.
  let fixedShortSide: Double

  init(_ frames: (moving: Frame, fixed: Frame), _ model: TransformModel) {
    let scale = frames.fixed.scale
    switch model {
    case .homography, .affine, .local:
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

  /// The matches in these pixels.
  func correspondences(of matches: PointMatches) -> [Correspondence] {
    matches.correspondences.map {
      Correspondence(moving: moving($0.moving), fixed: fixed($0.fixed), confidence: $0.confidence)
    }
  }
}
