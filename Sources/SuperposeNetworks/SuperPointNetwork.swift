public import SuperposeCheckpoints
public import SuperposeGeometry

/// SuperPoint (DeTone, Malisiewicz and Rabinovich 2018, arXiv 1712.07629), figure 3 and section 3.
///
/// It has a VGG-like encoder of stride 8 and two heads. Parameter names are those of the published checkpoint.
public enum SuperPointNetwork {
  /// The encoder's stride in pixels, which is the side of a cell of the coarse maps.
  public static let cell = 8
  public static let descriptorLength = 256

  /// Returns an image's size with its sides rounded up to whole cells.
  public static func paddedSize(_ size: ImageSize) -> ImageSize {
    ImageSize(width: (size.width + cell - 1) / cell * cell, height: (size.height + cell - 1) / cell * cell)
  }

  struct Layer {
    let name: String
    /// The widths as published, see ``parameters(in:)`` for those of other networks.
    let inputs: Int
    let outputs: Int
    let kernel: Int
  }

  /// The encoder's stages. Between two of them the maps are halved.
  static let encoder: [[Layer]] = [
    [
      Layer(name: "conv1a", inputs: 1, outputs: 64, kernel: 3),
      Layer(name: "conv1b", inputs: 64, outputs: 64, kernel: 3),
    ],
    [
      Layer(name: "conv2a", inputs: 64, outputs: 64, kernel: 3),
      Layer(name: "conv2b", inputs: 64, outputs: 64, kernel: 3),
    ],
    [
      Layer(name: "conv3a", inputs: 64, outputs: 128, kernel: 3),
      Layer(name: "conv3b", inputs: 128, outputs: 128, kernel: 3),
    ],
    [
      Layer(name: "conv4a", inputs: 128, outputs: 128, kernel: 3),
      Layer(name: "conv4b", inputs: 128, outputs: 128, kernel: 3),
    ],
  ]
  static let detector = [
    Layer(name: "convPa", inputs: 128, outputs: 256, kernel: 3),
    Layer(name: "convPb", inputs: 256, outputs: cell * cell + 1, kernel: 1),
  ]
  static let descriptor = [
    Layer(name: "convDa", inputs: 128, outputs: 256, kernel: 3),
    Layer(name: "convDb", inputs: 256, outputs: descriptorLength, kernel: 1),
  ]

  /// Every parameter with its shape in the published network.
  public static let parameters: [ParameterShape] = parameters(widths: publishedWidths)

  /// Computes both heads.
  ///
  /// - Parameters:
  ///   - image: Grey images in 0…1, `[B, 1, H, W]`, with sides that are multiples of 8.
  ///   - backend: The backend that computes or records.
  /// - Returns: The logits of the detector `[B, 65, H/8, W/8]` and the raw descriptors `[B, 256, H/8, W/8]`.
  public static func heads<B: NetworkBackend>(_ image: B.Tensor, on backend: B) -> (
    logits: B.Tensor, descriptors: B.Tensor
  ) {
    let features = backend.scope("encoder") {
      encoder.enumerated().reduce(image) { x, stage in
        run(stage.element, on: stage.offset == 0 ? x : backend.maxPool(x), backend)
      }
    }
    let logits = backend.scope("detector") { head(detector, on: features, backend) }
    let descriptors = backend.scope("descriptor") { head(descriptor, on: features, backend) }
    return (logits, descriptors)
  }

  /// Converts logits `[B, 65, H/8, W/8]` to the probability of a keypoint at each pixel `[B, 1, H, W]`: the softmax
  /// over the pixels of a cell and its dustbin, which is then dropped.
  public static func scores<B: NetworkBackend>(_ logits: B.Tensor, on backend: B) -> B.Tensor {
    backend.scope("scores") {
      let probabilities = backend.softmax(logits, axis: 1)
      return backend.depthToSpace(backend.slice(probabilities, axis: 1, 0..<cell * cell), block: cell)
    }
  }

  /// Runs layers with a ReLU after each.
  private static func run<B: NetworkBackend>(_ layers: [Layer], on x: B.Tensor, _ backend: B) -> B.Tensor {
    layers.reduce(x) { backend.relu(backend.convolution($0, $1.name, kernel: $1.kernel)) }
  }

  /// Runs layers with a ReLU after each but the last.
  private static func head<B: NetworkBackend>(_ layers: [Layer], on x: B.Tensor, _ backend: B) -> B.Tensor {
    let last = layers[layers.count - 1]
    return backend.convolution(run(layers.dropLast(), on: x, backend), last.name, kernel: last.kernel)
  }
}

/// The part of SuperPoint that is quantised for int8.
extension SuperPointNetwork {
  /// The convolutions whose ReLU outputs are quantised: those of the encoder. With them go the convolutions that take
  /// these values, which are all but the first one and the last one of each head.
  ///
  /// Measured on 24 photographs of 640×480, 512 keypoints each, against f32: bf16 finds 96.1 % at the same pixel and
  /// 97.7 % within one, int8 93.7 % and 97.0 %. With `convPb` quantised too it would be 93.2 %; with `convDb` the error
  /// of the descriptors (one less their cosine) would grow from 2.9e-4 to 3.4e-4. Both take little of the time.
  /// Quantising the first convolution would lose nothing there and gain 4 % of the time; it stays in floats because 8
  /// bits would leave a dark picture few levels.
  public static let quantizedActivations = [
    "conv1a", "conv1b", "conv2a", "conv2b", "conv3a", "conv3b", "conv4a", "conv4b",
  ]

  private static let rangeSuffix = ".activation_range"

  /// The parameters that hold the ranges of ``quantizedActivations`` in a file of weights, beside those of the network.
  /// They are scalars above zero.
  public static let activationRanges = quantizedActivations.map { ParameterShape(name: $0 + rangeSuffix, shape: []) }

  /// Returns the ranges among a file's tensors, by convolution, or nil unless all are there.
  public static func activationRanges(in tensors: [String: Tensor]) -> [String: Float]? {
    var ranges: [String: Float] = [:]
    for name in quantizedActivations {
      guard let range = tensors[name + rangeSuffix]?.values.first else { return nil }
      ranges[name] = range
    }
    return ranges
  }

  /// Returns the ranges as tensors for a file of weights.
  public static func tensors(ofActivationRanges ranges: [String: Float]) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for (name, range) in ranges { tensors[name + rangeSuffix] = Tensor(shape: [], values: [range]) }
    return tensors
  }
}
