public import SuperposeGeometry
public import SuperposeImaging
import SuperposeInference
public import SuperposeMatching
public import SuperposeWeights

/// SuperPoint for images of any size: keypoints alone, without matches. Safe to share between threads.
public final class Detector: Sendable {
  /// As given, with what was left open filled in (the precision).
  public let configuration: RegistrationConfiguration
  /// Which weights SuperPoint has.
  public let weights: WeightsDescription
  let superPoint: SuperPoint

  /// Loads the network with weights from a library.
  ///
  /// - Parameters:
  ///   - configuration: how images are resized and keypoints chosen, and how the network runs.
  ///   - library: where names of weights are looked up.
  ///   - superPoint: nil for the default.
  /// - Throws: ``ConfigurationError``, `WeightsError`, `CheckpointError`, or what the runtime says.
  public convenience init(
    configuration: RegistrationConfiguration = .init(), library: WeightsLibrary = .standard,
    superPoint: WeightsChoice? = nil
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

  /// Keypoints of one image, in its original pixels: `keypoints [N, 2]`, `scores [N]`, `descriptors [N, 256]`.
  /// - Throws: what the runtime says.
  public func detect(_ image: Image) throws -> Features {
    try describe(image).originalFeatures
  }

  /// SuperPoint alone: keypoints in pixels of the given picture, which is not resized.
  /// - Throws: what the runtime says.
  public func superPoint(_ picture: GrayImage) throws -> Features {
    try superPoint(picture, options: configuration.extraction)
  }

  /// What SuperPoint says of an image, to be kept and matched against several others.
  /// - Throws: what the runtime says.
  public func describe(_ image: Image) throws -> DescribedImage {
    let start = ContinuousClock.now
    let frame = Frame(original: image.size, network: configuration.resize.size(for: image.size))
    let picture = Picture(frame: frame, gray: image.grayImage(size: frame.network))
    let features = try superPoint(picture.gray)
    var timings = features.timings
    timings.complete(.resize, since: start)
    return DescribedImage(features: features, picture: picture, timings: timings)
  }
}

extension RegistrationConfiguration {
  /// With what was left open filled in.
  func resolved(_ options: SessionOptions) -> RegistrationConfiguration {
    var resolved = self
    resolved.inference.precision = options.precision
    return resolved
  }
}
