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
  // Its name is another one than the method's: of both, a call would take the network, with its own default options.
  private let network: SuperPoint
  /// Where features are kept; nil keeps none.
  let store: FeatureStore?
  /// What decides features beside the picture, for the store.
  private let settings: String

  /// Loads the network with weights from a library.
  ///
  /// - Parameters:
  ///   - configuration: How images are resized and keypoints chosen, and how the network runs.
  ///   - library: Where names of weights are looked up.
  ///   - superPoint: Nil for the default.
  /// - Throws: ``ConfigurationError``, `WeightsError`, `CheckpointError`, or what the runtime says.
  public convenience init(
    configuration: RegistrationConfiguration = .init(), library: WeightsLibrary = .standard,
    superPoint: WeightsChoice? = nil
  ) throws {
    try configuration.validate()
    let loaded = try library.load(superPoint, for: .superpoint)
    let place = try NetworkPlace(configuration.inference, superPoint: loaded)
    try self.init(configuration: configuration, weights: loaded, place: place)
  }

  init(configuration: RegistrationConfiguration, weights: LoadedWeights, place: NetworkPlace) throws {
    self.configuration = configuration.resolved(place.precision)
    self.weights = weights.description
    (store, settings) = (nil, "")
    network = try place.superPoint(weights)
  }

  /// The same loaded network with other settings, or with another store.
  init(_ other: Detector, _ configuration: RegistrationConfiguration, store: FeatureStore?) {
    self.configuration = configuration
    weights = other.weights
    network = other.network
    self.store = store
    settings = store == nil ? "" : Self.identity(configuration, weights)
  }

  /// Everything but the picture that decides its features, as text. The size is the picture's.
  private static func identity(_ configuration: RegistrationConfiguration, _ weights: WeightsDescription) -> String {
    let extraction = configuration.extraction
    return [
      SuperposeVersion.current, weights.sha256 ?? weights.name, configuration.inference.device,
      configuration.inference.precision?.rawValue ?? "", "\(extraction.detectionThreshold)",
      "\(extraction.nonMaximumRadius)", "\(extraction.borderPixels)", "\(extraction.subpixel)",
      extraction.maxKeypoints.map(String.init) ?? "all",
    ].joined(separator: " ")
  }

  /// Keypoints of one image, in its original pixels: `keypoints [N, 2]`, `scores [N]`, `descriptors [N, 256]`.
  /// - Parameters:
  ///   - image: An image of any size.
  ///   - participation: What of it takes part.
  /// - Throws: ``GuidanceError`` where nothing takes part, or what the runtime says.
  public func detect(_ image: Image, participation: Participation = .init()) throws -> Features {
    try describe(image, participation: participation).originalFeatures
  }

  /// SuperPoint alone: keypoints in pixels of the given picture, which is not resized.
  /// - Parameters:
  ///   - picture: A grey picture of any size.
  ///   - mask: What of it takes part, of its size; nil for all of it.
  /// - Throws: What the runtime says.
  public func superPoint(_ picture: GrayImage, mask: Mask? = nil) throws -> Features {
    try superPoint(picture, mask: mask, isView: false)
  }

  /// - Parameter isView: whether it is a view of a second look, and no image.
  func superPoint(_ picture: GrayImage, mask: Mask?, isView: Bool) throws -> Features {
    guard let store else { return try network(picture, mask: mask, options: configuration.extraction) }
    return try store.features(of: picture, mask: mask, settings: settings, isView: isView) {
      try network(picture, mask: mask, options: configuration.extraction)
    }
  }

  /// What SuperPoint says of an image, to be kept and matched against several others.
  /// - Parameters:
  ///   - image: An image of any size.
  ///   - participation: What of it takes part.
  /// - Throws: ``GuidanceError`` where nothing takes part, or what the runtime says.
  public func describe(_ image: Image, participation: Participation = .init()) throws -> DescribedImage {
    let start = ContinuousClock.now
    var described = try describe(picture(of: LoadedImage(image), participation, name: "given"))
    described.timings.complete(.resize, since: start)
    return described
  }

  func describe(_ picture: Picture) throws -> DescribedImage {
    let features = try superPoint(picture.gray, mask: picture.mask)
    return DescribedImage(features: features, picture: picture, timings: features.timings)
  }

  /// The same for several, together where the device gains by that. A store is asked for one after the other.
  func describe(_ pictures: [Picture]) throws -> [DescribedImage] {
    guard store == nil else { return try pictures.map { try describe($0) } }
    let features = try network(pictures.map { ($0.gray, $0.mask) }, options: configuration.extraction)
    return zip(features, pictures).map { DescribedImage(features: $0, picture: $1, timings: $0.timings) }
  }

  /// The device of libtorch's that the network runs on; nil on OpenVINO's.
  var torchDevice: String? { network.torchDevice }

  /// How many pairs are best done at a time, with images as large as the configuration makes them.
  var pairsAtATime: Int {
    network.pairsAtATime(of: configuration.resize.size(for: Self.largeImage))
  }

  /// Photographs are hardly larger.
  private static let largeImage = ImageSize(width: 4096, height: 4096)

  /// What the network is to see of an image.
  /// - Parameter name: The image's name in messages.
  func picture(of loaded: LoadedImage, _ participation: Participation, name: String) throws(GuidanceError) -> Picture {
    let frame = loaded.frame(network: configuration.resize.size(for: loaded.size))
    var picture = Picture(frame: frame, gray: loaded.image.grayImage(size: frame.network))
    picture.mask = try participation.mask(of: loaded, name: name)?.resampled(to: frame.network)
    picture.participation = participation
    return picture
  }
}

extension RegistrationConfiguration {
  /// With what was left open filled in.
  func resolved(_ precision: Precision) -> RegistrationConfiguration {
    var resolved = self
    resolved.inference.precision = precision
    return resolved
  }
}
