import SuperposeGeometry
public import SuperposeWeights

/// Settings that have a name.
public enum RegistrationPreset: String, Codable, CaseIterable, Sendable {
  /// The configuration's own defaults.
  case standard = "default"
  /// For long lists and small machines: see ``RegistrationConfiguration/fast``.
  case fast
  /// For the last tenth of a pixel: see ``RegistrationConfiguration/accurate``.
  case accurate
  /// The steps of the scripts that came with the networks: see ``RegistrationConfiguration/classic``.
  case classic

  /// The settings themselves.
  public var configuration: RegistrationConfiguration {
    switch self {
    case .standard: RegistrationConfiguration()
    case .fast: .fast
    case .accurate: .accurate
    case .classic: .classic
    }
  }
}

extension RegistrationPreset {
  /// The SuperPoint that goes with the settings; nil for the default.
  public var superPoint: WeightsChoice? { self == .fast ? .named("superpoint-fast") : nil }

  /// The SuperGlue that goes with them; nil for the default.
  public var superGlue: WeightsChoice? { self == .fast ? .named("superglue-fast") : nil }
}

extension RegistrationConfiguration {
  /// A long side of 640 pixels, 512 keypoints. ``RegistrationPreset`` says which weights go with them.
  public static var fast: RegistrationConfiguration {
    var configuration = RegistrationConfiguration()
    configuration.resize = .longSide(640)
    configuration.extraction.maxKeypoints = 512
    return configuration
  }

  /// A long side of 1600 pixels, 2048 keypoints.
  public static var accurate: RegistrationConfiguration {
    var configuration = RegistrationConfiguration()
    configuration.resize = .longSide(1600)
    configuration.extraction.maxKeypoints = 2048
    return configuration
  }

  /// What scripts in PyTorch do with SuperPoint and SuperGlue: both images at 640×640, the best 700 keypoints at whole
  /// pixels, one look, matches of at least 0.5, a homography by RANSAC at 8 pixels of that size, in 32-bit arithmetic.
  public static var classic: RegistrationConfiguration {
    var configuration = RegistrationConfiguration()
    configuration.resize = .exact(ImageSize(width: 640, height: 640))
    configuration.extraction.maxKeypoints = 700
    configuration.extraction.subpixel = false
    configuration.secondLook = .off
    configuration.minConfidence = 0.5
    configuration.estimation.estimator = .ransac
    configuration.estimation.maxErrorPixels = 8
    configuration.inference.precision = .f32
    return configuration
  }
}

extension RegistrationConfiguration {
  /// Chooses the kind of transform. A surface (`local`) shows in many matches, so that it takes ``surfaceKeypoints``
  /// where fewer would be kept.
  public mutating func choose(_ model: TransformModel) {
    estimation.model = model
    guard model == .local, let count = extraction.maxKeypoints else { return }
    extraction.maxKeypoints = max(count, Self.surfaceKeypoints)
  }

  /// How many keypoints of an image a surface takes.
  public static let surfaceKeypoints = 2048
}
