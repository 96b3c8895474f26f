import Foundation
public import SuperposeFeatures
public import SuperposeGeometry
public import SuperposeImaging
import SuperposeInference

/// Registers images: the one object that most users need.
///
/// Loading takes a fraction of a second, so keep one and share it: it is safe to use from several threads.
public final class Registrar: Sendable {
  /// As given, with what was left open filled in (the precision).
  public let configuration: RegistrationConfiguration
  /// By network.
  public let weights: [String: RegistrationReport.WeightsDescription]
  /// Each network alone.
  public var superPoint: SuperPoint { detector.superPoint }
  public let superGlue: SuperGlue
  private let detector: Detector

  /// Loads both networks.
  ///
  /// - Parameters:
  ///   - superPoint, superGlue: weights from a ``WeightsLibrary``.
  /// - Throws: ``ConfigurationError``, or what the runtime says.
  public init(
    configuration: RegistrationConfiguration = .init(), superPoint: LoadedWeights, superGlue: LoadedWeights
  ) throws {
    try configuration.validate()
    let runtime = try InferenceRuntime()
    let options = try SessionOptions(configuration.inference, runtime)
    self.configuration = configuration.resolved(options)
    weights = ["superpoint": superPoint.description, "superglue": superGlue.description]
    // The two compile side by side.
    (detector, self.superGlue) = try concurrently(
      { try Detector(configuration: configuration, weights: superPoint, runtime: runtime, options: options) },
      { try SuperGlue(weights: superGlue.parameters, runtime: runtime, options: options) })
  }

  /// Loads both networks with weights from a library: names, paths, or nil for the defaults.
  public convenience init(
    configuration: RegistrationConfiguration = .init(), library: WeightsLibrary, superPoint: String? = nil,
    superGlue: String? = nil
  ) throws {
    let (point, glue) = try concurrently(
      { try library.load(superPoint, for: .superpoint) }, { try library.load(superGlue, for: .superglue) })
    try self.init(configuration: configuration, superPoint: point, superGlue: glue)
  }

  /// Keypoints of one image, in its original pixels.
  public func detect(_ image: Image) throws -> Features {
    try detector.detect(image)
  }

  /// Matches between two images.
  public func match(_ image0: Image, _ image1: Image) throws -> MatchResult {
    var clock = StageClock()
    return try match(image0, image1, clock: &clock)
  }

  /// The same, adding the seconds of its stages to a clock: `resize`, `detect`, `match`.
  public func match(_ image0: Image, _ image1: Image, clock: inout StageClock) throws -> MatchResult {
    let (features0, frame0) = try detector.extract(image0, clock: &clock)
    let (features1, frame1) = try detector.extract(image1, clock: &clock)
    let matches = try clock.measure("match") {
      try superGlue(features0, features1, options: configuration.matching)
    }
    return MatchResult(features0: features0, features1: features1, matches: matches, frame0: frame0, frame1: frame1)
      .filtered(minConfidence: configuration.minConfidence)
  }
}

extension NetworkImage {
  /// The grey picture that the networks see: 0.299 R + 0.587 G + 0.114 B, resized, in 0…1.
  public init(_ image: Image, size: ImageSize) {
    let gray = image.grayTensor(size: size)
    self.init(size: gray.size, values: gray.values)
  }
}

extension SessionOptions {
  init(_ configuration: InferenceConfiguration, _ runtime: InferenceRuntime) throws {
    self.init()
    device = configuration.device
    threads = configuration.threads
    precision = configuration.precision ?? (runtime.supportsBF16(device: configuration.device) ? .bf16 : .f32)
  }
}
