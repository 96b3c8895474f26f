public import Superpose

/// The settings of the second pass.
public struct EvaluationSettings: Codable, Hashable, Sendable {
  /// Matches and keypoints are right when they are closer than this to where the truth maps them, in pixels of the
  /// measuring frame.
  public static let matchRadiusPixels = 3.0
  /// A result with a corner error below this is right.
  public static let rightPixels = 5.0
  /// A result with a corner error of this or more is wrong.
  public static let wrongPixels = 10.0

  /// What estimates the transform.
  public var estimator = EstimationMethod.magsac
  /// How transforms are estimated. `maxErrorPixels` is in pixels of the size at which a method saw the image, and
  /// `estimator` is not used.
  public var estimation = EstimationOptions()
  /// The largest error of a match that supports a relative pose, in pixels of the size at which a method saw the image.
  public var poseErrorPixels = 1.0
  /// The size at which errors are measured.
  public var measured = ResizePolicy.shortSide(480)
  /// The seed of the bootstrap.
  public var seed: UInt64 = 0

  /// Errors at a short side of 480 pixels, MAGSAC++.
  public init() {}
}

/// A named set of settings by which figures are compared.
public enum EvaluationProtocol: String, Codable, CaseIterable, Sendable {
  /// The program's own settings.
  case standard = "default"
  /// What papers report on HPatches: short side 480, 1024 keypoints, detection threshold 0.0005, transform threshold
  /// 3 px.
  case comparable
  /// SuperPoint's keypoint evaluation: 240x320, the best 300 points, 3 px, suppression radius 4, measured at that size,
  /// positions of whole pixels.
  case repeatability
  /// SuperGlue's synthetic test: pictures as they are, 512 keypoints, the networks' first look.
  case synthetic

  /// Sets what the protocol says, and leaves the rest.
  public func fill(_ configuration: inout RegistrationConfiguration, _ settings: inout EvaluationSettings) {
    switch self {
    case .standard: break
    case .comparable:
      configuration.resize = .shortSide(480)
      configuration.extraction.maxKeypoints = 1024
      configuration.extraction.detectionThreshold = 0.0005
      configuration.estimation.maxErrorPixels = 3
    case .repeatability:
      configuration.resize = .exact(ImageSize(width: 320, height: 240))
      configuration.extraction.maxKeypoints = 300
      // The best 300, whatever their score.
      configuration.extraction.detectionThreshold = 0
      configuration.extraction.nonMaximumRadius = 4
      configuration.extraction.subpixel = false
      configuration.secondLook = .off
      settings.measured = configuration.resize
    case .synthetic:
      configuration.resize = .none
      configuration.extraction.maxKeypoints = 512
      configuration.secondLook = .off
    }
  }
}
