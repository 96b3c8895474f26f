public import SuperposeGeometry
public import SuperposeImaging
package import SuperposeInference
public import SuperposeMatching
public import SuperposeWeights

/// Registers images: the one object that most users need.
///
/// Loading takes a fraction of a second, so keep one and share it: it is safe to use from several threads.
public final class Registrar: Sendable {
  /// As given, with what was left open filled in (the precision).
  public let configuration: RegistrationConfiguration
  /// Which weights each network has.
  public let weights: [NetworkKind: WeightsDescription]
  let detector: Detector
  private let loadingSuperGlue: Loading<SuperGlue>

  /// Loads SuperPoint and begins to load SuperGlue, which takes longer and goes on while the first images are
  /// described. ``load()`` waits for it.
  ///
  /// - Parameters:
  ///   - configuration: Everything that decides a result.
  ///   - superPoint: Weights from a `WeightsLibrary`.
  ///   - superGlue: Weights that learnt the features of `superPoint`.
  /// - Throws: ``ConfigurationError``, or what the runtime says of SuperPoint.
  public init(
    configuration: RegistrationConfiguration = .init(), superPoint: LoadedWeights, superGlue: LoadedWeights
  ) throws {
    try configuration.validate()
    let place = try NetworkPlace(configuration.inference, superPoint: superPoint)
    self.configuration = configuration.resolved(place.precision)
    weights = [.superpoint: superPoint.description, .superglue: superGlue.description]
    loadingSuperGlue = Loading { try place.superGlue(superGlue) }
    detector = try Detector(configuration: configuration, weights: superPoint, place: place)
  }

  /// Loads both networks with weights from a library, the defaults where none are named.
  ///
  /// - Parameters:
  ///   - configuration: Everything that decides a result.
  ///   - library: Where names of weights are looked up.
  ///   - superPoint: Nil for the default.
  ///   - superGlue: Weights that learnt the features of `superPoint`; nil for the default.
  /// - Throws: ``ConfigurationError``, `WeightsError`, `CheckpointError`, or what the runtime says of SuperPoint.
  public convenience init(
    configuration: RegistrationConfiguration = .init(), library: WeightsLibrary = .standard,
    superPoint: WeightsChoice? = nil,
    superGlue: WeightsChoice? = nil
  ) throws {
    let (point, glue) = try concurrently(
      { try library.load(superPoint, for: .superpoint) }, { try library.load(superGlue, for: .superglue) })
    try self.init(configuration: configuration, superPoint: point, superGlue: glue)
  }

  /// Returns a registrar with the same loaded networks and other settings. This takes no time and hardly any memory.
  ///
  /// - Parameter configuration: The settings. Its `inference` is what the networks were loaded for; a precision or a
  ///   number of threads that it leaves open is theirs.
  /// - Throws: ``ConfigurationError`` for a field outside its range, or where networks would have to be loaded anew.
  public func reconfigured(_ configuration: RegistrationConfiguration) throws -> Registrar {
    try configuration.validate()
    var configuration = configuration
    let loaded = self.configuration.inference
    configuration.inference.precision = configuration.inference.precision ?? loaded.precision
    configuration.inference.threads = configuration.inference.threads ?? loaded.threads
    guard configuration.inference == loaded else {
      throw ConfigurationError(
        field: "inference", expected: "what the networks were loaded for, \(loaded.words)",
        found: configuration.inference.words)
    }
    return Registrar(self, configuration, store: detector.store)
  }

  /// Returns a registrar with the same loaded networks that keeps features in a folder and takes them from there.
  public func keepingFeatures(in store: FeatureStore) -> Registrar {
    Registrar(self, configuration, store: store)
  }

  /// Where features are kept; nil where they are not.
  public var featureStore: FeatureStore? { detector.store }

  private init(_ other: Registrar, _ configuration: RegistrationConfiguration, store: FeatureStore?) {
    self.configuration = configuration
    weights = other.weights
    loadingSuperGlue = other.loadingSuperGlue
    detector = Detector(other.detector, configuration, store: store)
  }

  /// Waits until both networks are loaded. Matching does so by itself; call this to have the time that it takes, and
  /// its error, at a moment of your choice.
  /// - Throws: What the runtime says of SuperGlue.
  public func load() throws { _ = try loadingSuperGlue.value() }

  /// SuperPoint alone: keypoints in pixels of the given picture, which is not resized.
  /// - Parameters:
  ///   - picture: A grey picture of any size.
  ///   - mask: What of it takes part, of its size; nil for all of it.
  /// - Throws: What the runtime says.
  public func superPoint(_ picture: GrayImage, mask: Mask? = nil) throws -> Features {
    try detector.superPoint(picture, mask: mask)
  }

  /// SuperGlue alone: which keypoints of two sets belong together, of N and M keypoints of images of any sizes.
  /// - Throws: What the runtime says, also of loading SuperGlue.
  public func superGlue(_ features0: Features, _ features1: Features) throws -> Matches {
    try loadingSuperGlue.value()(features0, features1, options: configuration.matching)
  }

  /// The same for several pairs of sets, together where the device gains by that.
  /// - Throws: What the runtime says, also of loading SuperGlue.
  public func superGlue(_ pairs: [(Features, Features)]) throws -> [Matches] {
    try loadingSuperGlue.value()(pairs, options: configuration.matching)
  }

  /// Keypoints of one image, in its original pixels: `keypoints [N, 2]`, `scores [N]`, `descriptors [N, 256]`.
  /// - Parameters:
  ///   - image: An image of any size.
  ///   - participation: What of it takes part.
  /// - Throws: ``GuidanceError`` where nothing takes part, or what the runtime says.
  public func detect(_ image: Image, participation: Participation = .init()) throws -> Features {
    try detector.detect(image, participation: participation)
  }

  /// What SuperPoint says of an image, to be kept and matched against several others.
  /// - Parameters:
  ///   - image: An image of any size.
  ///   - participation: What of it takes part.
  /// - Throws: ``GuidanceError`` where nothing takes part, or what the runtime says.
  public func describe(_ image: Image, participation: Participation = .init()) throws -> DescribedImage {
    try detector.describe(image, participation: participation)
  }
}

extension InferenceConfiguration {
  /// `CPU, f32, all threads`
  fileprivate var words: String {
    "\(device), \(precision.map(\.rawValue) ?? "fastest floats"), \(threads.map(String.init) ?? "all") threads"
  }
}

extension SessionOptions {
  package init(_ configuration: InferenceConfiguration, _ runtime: InferenceRuntime) throws {
    self.init()
    device = configuration.device
    threads = configuration.threads
    precision = configuration.precision ?? runtime.fastestFloats(device: configuration.device)
  }
}
