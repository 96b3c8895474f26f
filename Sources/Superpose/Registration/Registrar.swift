import Foundation
public import SuperposeGeometry
public import SuperposeImaging
import SuperposeInference
public import SuperposeMatching

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
  public var superGlue: SuperGlue { get throws { try loadingSuperGlue.value() } }
  private let detector: Detector
  private let loadingSuperGlue: Loading<SuperGlue>

  /// Loads both networks. SuperGlue, which takes longer, goes on loading while the first images are described.
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
    loadingSuperGlue = Loading { try SuperGlue(weights: superGlue.parameters, runtime: runtime, options: options) }
    detector = try Detector(configuration: configuration, weights: superPoint, runtime: runtime, options: options)
  }

  /// Loads both networks with weights from a library: names, paths, or nil for the defaults.
  public convenience init(
    configuration: RegistrationConfiguration = .init(), library: WeightsLibrary = .standard, superPoint: String? = nil,
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

  /// What SuperPoint says of an image, to be kept and matched against several others.
  public func describe(_ image: Image) throws -> DescribedImage {
    var clock = StageClock()
    return try detector.describe(image, clock: &clock)
  }

  /// Matches between two images that were described before.
  public func match(_ image0: DescribedImage, _ image1: DescribedImage) throws -> MatchResult {
    var clock = StageClock()
    return try match(image0, image1, clock: &clock)
  }

  /// Matches between two images; adds the seconds of the stages to a clock.
  public func match(_ image0: Image, _ image1: Image, clock: inout StageClock) throws -> MatchResult {
    let described0 = try detector.describe(image0, clock: &clock)
    let described1 = try detector.describe(image1, clock: &clock)
    return try match(described0, described1, clock: &clock)
  }

  /// What SuperPoint says of an image; adds the seconds of the stages to a clock.
  public func describe(_ image: Image, clock: inout StageClock) throws -> DescribedImage {
    try detector.describe(image, clock: &clock)
  }

  /// Matches between two images that were described before; adds the seconds of the stages to a clock.
  public func match(
    _ image0: DescribedImage, _ image1: DescribedImage, clock: inout StageClock
  ) throws -> MatchResult {
    let superGlue = try superGlue
    let matches = try superGlue(image0.features, image1.features, options: configuration.matching, clock: &clock)
    let result = MatchResult(
      features0: image0.features, features1: image1.features, matches: matches, frame0: image0.frame,
      frame1: image1.frame, pictures: Pictures(moving: image0.picture, fixed: image1.picture))
    let first = result.filtered(minConfidence: configuration.minConfidence)
    guard configuration.rectification != .off,
      var second = SecondLook(
        image0, image1, configuration: configuration, superPoint: superPoint, superGlue: superGlue)
    else { return first }
    return try second.improved(first, clock: &clock)
  }
}

/// An image's keypoints as the networks see them, ready to be matched.
public struct DescribedImage: Sendable {
  /// Positions in pixels of the resized picture.
  let features: Features
  let frame: Frame
  /// What the networks saw, kept where the transform is refined on it.
  let picture: NetworkImage?

  /// The number of keypoints.
  public var count: Int { features.count }

  /// The keypoints, in original pixels.
  public var originalFeatures: Features { features.moved(to: frame) }
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
    precision = configuration.precision ?? runtime.fastestFloats(device: configuration.device)
  }
}
