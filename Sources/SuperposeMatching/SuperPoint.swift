public import SuperposeCheckpoints
public import SuperposeGeometry
public import SuperposeInference
import SuperposeNetworks
import SuperposeONNX

/// SuperPoint (DeTone et al. 2018): finds keypoints in one image and describes them.
public final class SuperPoint: Sendable {
  private let engine: Engine

  /// What runs the network.
  private enum Engine {
    case openVINO(InferenceSession)
    case torch(TorchSuperPoint)
  }

  /// Builds and compiles the network.
  ///
  /// - Parameters:
  ///   - weights: The parameters by their published names, see ``SuperPointNetwork/parameters(in:)``.
  ///   - ranges: The ranges of ``SuperPointNetwork/quantizedActivations``, for convolutions in 8 bits; empty for
  ///     floats.
  ///   - runtime: The runtime that compiles the network.
  ///   - options: The device, the arithmetic and the number of threads.
  ///   - kept: Where the compiled network is kept for the next run; nil where it is not.
  /// - Throws: `CheckpointError` where a parameter is missing or has another shape, or ``InferenceError`` where the
  ///   runtime refuses the network.
  public init(
    weights: [String: Tensor], ranges: [String: Float] = [:], runtime: InferenceRuntime, options: SessionOptions,
    kept: KeptNetwork? = nil
  ) throws {
    try SuperPointNetwork.parameters(in: weights).require(in: weights, of: "SuperPoint(weights:)")
    let session = try InferenceSession(
      kept: kept, inputs: [TensorContract("image", [1, 1, nil, nil])],
      outputs: [
        TensorContract("scores", [1, 1, nil, nil]),
        TensorContract("descriptors", [1, nil, nil, Features.descriptorLength]),
      ],
      runtime: runtime, options: options
    ) { try Self.graph(weights, ranges).model() }
    engine = .openVINO(session)
  }

  /// Loads the network onto a device of libtorch.
  ///
  /// - Parameters:
  ///   - weights: The parameters by their published names.
  ///   - runtime: The device and the arithmetic.
  /// - Throws: `CheckpointError` where a parameter is missing or has another shape, or ``InferenceError`` where the
  ///   device has no room.
  public init(weights: [String: Tensor], runtime: TorchRuntime) throws {
    let parameters = SuperPointNetwork.parameters(in: weights)
    try parameters.require(in: weights, of: "SuperPoint(weights:)")
    let used = parameters.map(\.name)
    engine = .torch(try TorchSuperPoint(weights: weights.filter { used.contains($0.key) }, runtime: runtime))
  }

  private static func graph(_ weights: [String: Tensor], _ ranges: [String: Float]) -> GraphBuilder {
    let graph = GraphBuilder(name: "superpoint")
    let image = graph.input("image", .float32, [1, 1, "height", "width"])
    let backend = ONNXBackend(graph: graph, parameters: weights, ranges: ranges)
    let heads = SuperPointNetwork.heads(image, on: backend)
    graph.output(
      SuperPointNetwork.scores(heads.logits, on: backend), as: "scores", .float32, [1, 1, "height", "width"])
    // The channels come last, so that a sample reads 256 neighbouring values.
    let descriptors = backend.transpose(backend.unitLength(heads.descriptors, axis: 1), [0, 2, 3, 1])
    let length = Dimension.fixed(Features.descriptorLength)
    graph.output(descriptors, as: "descriptors", .float32, [1, "rows", "columns", length])
    return graph
  }

  /// Finds the keypoints of an image, best first, in pixels of `image`.
  ///
  /// - Parameters:
  ///   - image: A grey image of any size.
  ///   - mask: What of the image takes part, of its size; nil for all of it.
  ///   - options: The rules by which keypoints are chosen.
  /// - Returns: The keypoints with scores and descriptors.
  /// - Precondition: The mask has the image's size.
  /// - Throws: ``InferenceError`` where the runtime fails.
  public func callAsFunction(
    _ image: GrayImage, mask: Mask? = nil, options: ExtractionOptions = ExtractionOptions()
  ) throws -> Features {
    try self([(image, mask)], options: options)[0]
  }

  /// Finds the keypoints of several images. A GPU describes those of one size together, which takes less time than one
  /// after the other.
  ///
  /// - Parameters:
  ///   - inputs: Grey images, and what of each takes part.
  ///   - options: The rules by which keypoints are chosen.
  /// - Returns: The features of each, in their order.
  /// - Precondition: Each mask has its image's size.
  /// - Throws: ``InferenceError`` where the runtime fails.
  public func callAsFunction(
    _ inputs: [(image: GrayImage, mask: Mask?)], options: ExtractionOptions = ExtractionOptions()
  ) throws -> [Features] {
    for (image, mask) in inputs {
      precondition(mask == nil || mask?.size == image.size, "the mask of an image of \(image.size) has another size")
    }
    return switch engine {
    case .openVINO(let session): try inputs.map { try Self.features($0.image, $0.mask, options, session) }
    case .torch(let network): try network.features(of: inputs, options)
    }
  }

  /// The device of libtorch's that it runs on, in one line; nil on OpenVINO's.
  package var torchDevice: String? {
    guard case .torch(let network) = engine else { return nil }
    return network.runtime.description
  }

  /// How many pairs of images of a size are best described at a time: one where that saves no time.
  package func pairsAtATime(of size: ImageSize) -> Int {
    switch engine {
    case .openVINO: 1
    case .torch(let network): network.pairsAtATime(of: size)
    }
  }

  private static func features(
    _ image: GrayImage, _ mask: Mask?, _ options: ExtractionOptions, _ session: InferenceSession
  ) throws -> Features {
    let start = ContinuousClock.now
    let input = padded(image)
    let mapSize = ImageSize(width: input.shape[3], height: input.shape[2])
    return try session.run([input]) { outputs in
      var timings = Timings()
      timings.complete(.superpoint, since: start)
      var features = features(
        scores: outputs[0], descriptors: outputs[1], mapSize: mapSize, imageSize: image.size, mask: mask,
        options)
      timings.complete(.select, since: start)
      features.timings = timings
      return features
    }
  }

  private static func features(
    scores: OutputTensor, descriptors: OutputTensor, mapSize: ImageSize, imageSize: ImageSize, mask: Mask?,
    _ options: ExtractionOptions
  ) -> Features {
    let keypoints = KeypointSelection.select(
      from: scores.values, mapSize: mapSize, imageSize: imageSize, mask: mask, options: options)
    return Features(
      imageSize: imageSize, keypoints: keypoints.map { Point(x: Double($0.x), y: Double($0.y)) },
      scores: keypoints.map(\.score),
      descriptors: DescriptorSampling.sample(
        descriptors.values, rows: descriptors.shape[1], columns: descriptors.shape[2], at: keypoints))
  }

  /// Pads an image with zeros at the right and at the bottom, up to multiples of the network's cell.
  package static func padded(_ image: GrayImage) -> InputTensor {
    let padded = image.padded(to: SuperPointNetwork.paddedSize(image.size))
    return InputTensor(shape: [1, 1, padded.size.height, padded.size.width], values: padded.values)
  }
}
