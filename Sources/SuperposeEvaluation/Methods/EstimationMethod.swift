import Superpose

/// How the transform is made from the matches: the project's own estimators, or OpenCV's for comparison.
public enum EstimationMethod: String, Codable, CaseIterable, Sendable {
  case magsac
  case ransac
  case lmeds
  case openCVMAGSAC = "opencv-magsac"
  case openCVRANSAC = "opencv-ransac"

  /// Whether its transforms can be refined on the pictures: OpenCV's are there to be compared as they are.
  var refines: Bool {
    switch self {
    case .magsac, .ransac, .lmeds: true
    case .openCVMAGSAC, .openCVRANSAC: false
    }
  }

  /// - Parameters:
  ///   - resize: the size at which the matches were found: errors are measured in its pixels.
  ///   - pictures: at that size, for the refinement of the project's own estimators.
  func estimate(
    _ matches: PointMatches, resize: ResizePolicy, options: EstimationOptions, pictures: Pictures? = nil
  ) -> MatchEstimate {
    switch self {
    case .magsac, .ransac, .lmeds:
      var options = options
      options.estimator = EstimatorKind(rawValue: rawValue) ?? .magsac
      return MatchEstimate(matches, resize: resize, options: options, pictures: pictures)
    case .openCVMAGSAC: return Self.openCV(.magsac, matches, resize, options)
    case .openCVRANSAC: return Self.openCV(.ransac, matches, resize, options)
    }
  }

  private static func openCV(
    _ method: OpenCVEstimator.Method, _ matches: PointMatches, _ resize: ResizePolicy, _ options: EstimationOptions
  ) -> MatchEstimate {
    let moving = PixelGrid.resize(from: matches.movingSize, to: resize.size(for: matches.movingSize))
    let fixed = PixelGrid.resize(from: matches.fixedSize, to: resize.size(for: matches.fixedSize))
    let estimate = OpenCVEstimator.homography(
      from: matches.moving.map { moving($0) }, to: matches.fixed.map { fixed($0) }, method: method,
      maxErrorPixels: options.maxErrorPixels, maxIterations: options.maxIterations, confidence: options.confidence,
      seed: Int32(truncatingIfNeeded: options.seed))
    let transform = estimate.flatMap { found in fixed.inverse.map { ($0 * found.homography * moving).normalized } }
    return MatchEstimate(
      matches, fixedFromMoving: transform,
      inliers: estimate?.inliers ?? [Bool](repeating: false, count: matches.count))
  }
}
