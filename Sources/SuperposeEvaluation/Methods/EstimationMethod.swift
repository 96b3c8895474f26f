import Superpose
import SuperposeFiles
import SuperposeGeometry

/// The estimator of the transform: the project's own, or OpenCV's for comparison.
public enum EstimationMethod: String, Codable, CaseIterable, Sendable {
  case magsac
  case ransac
  case lmeds
  case openCVMAGSAC = "opencv-magsac"
  case openCVRANSAC = "opencv-ransac"

  /// Estimates a transform. Errors are measured in pixels of the size at which the matches were found.
  func estimate(_ matches: PointMatches, options: EstimationOptions) -> TransformEstimate? {
    switch self {
    case .magsac, .ransac, .lmeds:
      var options = options
      options.estimator = EstimatorKind(rawValue: rawValue) ?? .magsac
      return TransformEstimate(matches, options: options)
    case .openCVMAGSAC: return Self.openCV(.magsac, matches, options)
    case .openCVRANSAC: return Self.openCV(.ransac, matches, options)
    }
  }

  private static func openCV(
    _ method: OpenCVEstimator.Method, _ matches: PointMatches, _ options: EstimationOptions
  ) -> TransformEstimate? {
    let moving = matches.frames.moving.networkFromOriginal
    let fixed = matches.frames.fixed.networkFromOriginal
    let estimate = OpenCVEstimator.homography(
      from: matches.correspondences.map { moving($0.moving) }, to: matches.correspondences.map { fixed($0.fixed) },
      method: method, maxErrorPixels: options.maxErrorPixels, maxIterations: options.maxIterations,
      confidence: options.confidence, seed: Int32(truncatingIfNeeded: options.seed))
    guard let estimate, let originalFromNetwork = fixed.inverse else { return nil }
    return TransformEstimate(
      fixedFromMoving: (originalFromNetwork * estimate.homography * moving).normalized, inliers: estimate.inliers)
  }
}

/// The settings that decide the predictions of a method with networks: the configuration without the number of threads
/// and without the estimation of the transform, which comes after.
struct MethodSettings: Encodable {
  var configuration: RegistrationConfiguration
  var weights: [NetworkKind: WeightsDescription]

  init(_ configuration: RegistrationConfiguration, _ weights: [NetworkKind: WeightsDescription]) {
    self.configuration = configuration
    // A second look depends on the transform of the first, so that the estimation counts there.
    if configuration.secondLook == .off { self.configuration.estimation = .init() }
    self.configuration.inference.threads = nil
    self.weights = weights
  }

  /// The settings as text, equal for equal settings.
  var text: String {
    get throws { String(decoding: try JSON.line(self), as: UTF8.self) }
  }
}
