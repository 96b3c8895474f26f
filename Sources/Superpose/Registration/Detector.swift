import Foundation
import SuperposeGeometry
public import SuperposeImaging
import SuperposeInference
public import SuperposeMatching

/// SuperPoint for images of any size: keypoints alone, without matches. Safe to share between threads.
public final class Detector: Sendable {
  /// As given, with what was left open filled in (the precision).
  public let configuration: RegistrationConfiguration
  public let weights: RegistrationReport.WeightsDescription
  public let superPoint: SuperPoint

  /// Loads the network with weights from a library: a name, a path, or nil for the default.
  public convenience init(
    configuration: RegistrationConfiguration = .init(), library: WeightsLibrary, superPoint: String? = nil
  ) throws {
    try configuration.validate()
    let loaded = try library.load(superPoint, for: .superpoint)
    let runtime = try InferenceRuntime()
    let options = try SessionOptions(configuration.inference, runtime)
    try self.init(configuration: configuration, weights: loaded, runtime: runtime, options: options)
  }

  init(
    configuration: RegistrationConfiguration, weights: LoadedWeights, runtime: InferenceRuntime, options: SessionOptions
  ) throws {
    self.configuration = configuration.resolved(options)
    self.weights = weights.description
    superPoint = try SuperPoint(
      weights: weights.parameters, ranges: try weights.activationRanges(for: options.precision), runtime: runtime,
      options: options)
  }

  /// Keypoints of one image, in its original pixels.
  public func detect(_ image: Image) throws -> Features {
    var clock = StageClock()
    let described = try describe(image, clock: &clock)
    return described.features.moved(to: described.frame)
  }

  /// What SuperPoint says of an image; adds the seconds of the stages to a clock.
  public func describe(_ image: Image, clock: inout StageClock) throws -> DescribedImage {
    let frame = Frame(original: image.size, network: configuration.resize.size(for: image.size))
    let gray = clock.measure("resize") { NetworkImage(image, size: frame.network) }
    let features = try superPoint(gray, options: configuration.extraction, clock: &clock)
    return DescribedImage(
      features: features, frame: frame, picture: configuration.keepsPictures ? gray : nil)
  }
}

extension RegistrationConfiguration {
  /// Whether what the networks saw is needed after they saw it.
  var keepsPictures: Bool { refinement == .photometric || rectification != .off }

  /// With what was left open filled in.
  func resolved(_ options: SessionOptions) -> RegistrationConfiguration {
    var resolved = self
    resolved.inference.precision = options.precision
    return resolved
  }
}
