import SuperposeEstimation
import SuperposeGeometry

/// The transform that lies nearest to all landmarks, by least squares: a person's landmark is no outlier.
struct LandmarkFit {
  let estimate: TransformEstimate
  /// The most general model, up to the wanted one, that the landmarks determine.
  let model: TransformModel

  /// Nil where the landmarks determine no transform, or only such as no camera makes.
  init?(_ landmarks: Landmarks, frames: (moving: Frame, fixed: Frame), model wanted: TransformModel) {
    let points = PointMatches(landmarks, frames: frames)
    for model in wanted.simplifications where landmarks.count >= model.sampleSize {
      // Within such a tolerance every landmark counts.
      let options = EstimationOptions(model: model, estimator: .ransac, maxErrorPixels: 1e9)
      guard let estimate = TransformEstimate(points, options: options),
        estimate.fixedFromMoving.folding(of: frames.moving.original) == nil
      else { continue }
      (self.estimate, self.model) = (estimate, model)
      return
    }
    return nil
  }
}

extension PointMatches {
  init(_ landmarks: Landmarks, frames: (moving: Frame, fixed: Frame)) {
    self.init(
      frames: frames, keypointCounts: (landmarks.count, landmarks.count),
      correspondences: landmarks.pairs.map { Correspondence(moving: $0.moving, fixed: $0.fixed) })
  }
}

extension TransformModel {
  /// The model and those that take its place where there are too few points.
  fileprivate var simplifications: [TransformModel] {
    switch self {
    case .homography, .local: [.homography, .affine, .similarity]
    case .affine: [.affine, .similarity]
    case .similarity, .euclidean, .translation: [self]
    }
  }

  /// The name with its article.
  var phrase: String {
    switch self {
    case .homography, .local: "a homography"
    case .affine: "an affine transform"
    case .similarity: "a similarity"
    case .euclidean: "a Euclidean transform"
    case .translation: "a translation"
    }
  }
}
