public import SuperposeGeometry
public import SuperposeMatching
public import SuperposeNetworks

/// What a graph computes.
public enum ExportKind: String, CaseIterable, Codable, Hashable, Sendable {
  /// Two images to matched points.
  case registration
  /// An image to keypoints, scores and descriptors.
  case superpoint
  /// Two sets of keypoints to matches both ways.
  case superglue
}

/// Whether a graph takes any sizes and numbers, or only those that it was made for.
public enum ExportForm: String, CaseIterable, Codable, Hashable, Sendable {
  /// Any number of keypoints, and any image size unless one is given.
  case dynamic
  /// Every shape is fixed, no operator makes a shape out of data, and a truth value says of each row whether it holds
  /// anything: the form for TensorRT.
  case `static`
}

/// How a graph is made.
public struct ExportOptions: Codable, Hashable, Sendable {
  /// ONNX operator sets that can be asked for.
  public static let opsets = 16...21
  /// The most keypoints of a static graph: TensorRT's TopK takes no larger K.
  public static let largestStaticCount = 3840
  /// The longest side of an image, in pixels.
  public static let longestSide = 16_384
  /// How many pairs, or images, a static graph can take at once.
  public static let batches = 1...1024

  /// How weights are stored: in 32 or 16 bits, or SuperPoint's convolutions in 8.
  public typealias WeightStorage = SuperposeNetworks.WeightStorage

  /// Whether shapes are fixed.
  public var form = ExportForm.dynamic
  /// The images' size in pixels; nil, in the dynamic form only, for any.
  public var size: ImageSize?
  /// Pairs, or images, at once. Only the static form takes more than one.
  public var batch = 1
  /// The version of ONNX's operator set, one of ``opsets``.
  public var opset = 17
  /// How weights are stored.
  public var precision = WeightStorage.f32
  /// `maxKeypoints` is the number of rows in the static form; nil, in the dynamic form only, for all.
  public var extraction = ExtractionOptions()
  /// How SuperGlue decides on matches.
  public var matching = MatchingOptions()

  /// The dynamic form in 32 bits.
  public init() {}
}
