/// Estimates the transform that most correspondences agree with.
///
/// Samples are drawn in order of confidence (PROSAC), scored as ``EstimatorKind`` says and improved locally
/// (LO-RANSAC); the best is refined on the symmetric transfer error. Correspondences with coordinates that are not
/// finite are outliers. The result depends on nothing but the arguments.
///
/// - Parameters:
///   - correspondences: The pairs of points, in any order.
///   - options: Valid options, see ``EstimationOptions/validate()``.
/// - Returns: The estimate, or nil where there are too few correspondences or where those that agree are degenerate:
///   all in one place or, for `homography` and `affine`, on one line.
public func estimateTransform(_ correspondences: [Correspondence], options: EstimationOptions = .init()) -> Estimate? {
  precondition((try? options.validate()) != nil, "invalid options: \(options)")
  switch options.model {
  case .homography, .local: return estimate(HomographyFamily.self, correspondences, options)
  case .affine: return estimate(AffineFamily.self, correspondences, options)
  case .similarity: return estimate(SimilarityFamily.self, correspondences, options)
  case .euclidean: return estimate(EuclideanFamily.self, correspondences, options)
  case .translation: return estimate(TranslationFamily.self, correspondences, options)
  }
}

private func estimate<Family: TransformFamily>(
  _: Family.Type, _ correspondences: [Correspondence], _ options: EstimationOptions
) -> Estimate? {
  guard let problem = EstimationProblem(correspondences, options) else { return nil }
  switch options.estimator {
  case .magsac:
    return problem.solved(
      Family.self, MarginalizedCriterion(tolerance: problem.tolerance(ofPixels: options.maxErrorPixels)))
  case .ransac:
    let tolerance = problem.tolerance(ofPixels: options.maxErrorPixels)
    return problem.solved(Family.self, OutlierCount(squaredTolerance: tolerance * tolerance))
  case .lmeds:
    let floor = problem.tolerance(ofPixels: MedianSquares.floorPixels)
    let freePairs = problem.pairs.count - Family.model.sampleSize
    return problem.solved(
      Family.self, MedianSquares(freePairs: freePairs, squaredFloor: floor * floor), inlierRatio: 0.5)
  }
}
