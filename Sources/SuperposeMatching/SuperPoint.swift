public import SuperposeCheckpoints
public import SuperposeGeometry
public import SuperposeInference
import SuperposeNetworks
import SuperposeONNX

/// A grey picture as a network takes it.
public struct NetworkImage: Sendable, Hashable {
  public let size: ImageSize
  /// `[1, 1, H, W]` in 0…1.
  public let values: [Float]

  public init(size: ImageSize, values: [Float]) {
    precondition(
      values.count == size.pixelCount, "a picture of \(size) has \(size.pixelCount) values, not \(values.count)")
    self.size = size
    self.values = values
  }
}

/// SuperPoint (DeTone et al. 2018): finds keypoints in one image and describes them.
public final class SuperPoint: Sendable {
  private let session: InferenceSession

  /// Builds and compiles the network.
  ///
  /// - Parameters:
  ///   - weights: the parameters by their published names, see ``SuperPointNetwork/parameters``.
  ///   - ranges: those of ``SuperPointNetwork/quantizedActivations``, for convolutions in 8 bits; empty for none.
  public init(
    weights: [String: Tensor], ranges: [String: Float] = [:], runtime: InferenceRuntime, options: SessionOptions
  ) throws {
    let graph = GraphBuilder(name: "superpoint")
    let image = graph.input("image", .float32, [1, 1, "height", "width"])
    let backend = ONNXBackend(graph: graph, parameters: weights, ranges: ranges)
    let heads = SuperPointNetwork.heads(image, on: backend)
    graph.output(
      SuperPointNetwork.scores(heads.logits, on: backend), as: "scores", .float32, [1, 1, "height", "width"])
    // Channels last, so that a sample reads 256 neighbouring values.
    let descriptors = backend.transpose(backend.unitLength(heads.descriptors, axis: 1), [0, 2, 3, 1])
    let length = Dimension.fixed(Features.descriptorLength)
    graph.output(descriptors, as: "descriptors", .float32, [1, "rows", "columns", length])
    session = try InferenceSession(
      model: try graph.model(), inputs: [TensorContract("image", [1, 1, nil, nil])],
      outputs: [
        TensorContract("scores", [1, 1, nil, nil]),
        TensorContract("descriptors", [1, nil, nil, Features.descriptorLength]),
      ],
      runtime: runtime, options: options)
  }

  /// Keypoints in pixels of `image`, best first.
  public func callAsFunction(_ image: NetworkImage, options: ExtractionOptions = ExtractionOptions()) throws -> Features
  {
    var clock = StageClock()
    return try self(image, options: options, clock: &clock)
  }

  /// The same; adds the stages `superpoint` and `select` to a clock.
  public func callAsFunction(
    _ image: NetworkImage, options: ExtractionOptions, clock: inout StageClock
  ) throws -> Features {
    let start = ContinuousClock.now
    let input = Self.padded(image)
    let mapSize = ImageSize(width: input.shape[3], height: input.shape[2])
    return try session.run([input]) { outputs in
      clock.add("superpoint", since: start)
      return clock.measure("select") {
        Self.features(scores: outputs[0], descriptors: outputs[1], mapSize: mapSize, imageSize: image.size, options)
      }
    }
  }

  private static func features(
    scores: OutputTensor, descriptors: OutputTensor, mapSize: ImageSize, imageSize: ImageSize,
    _ options: ExtractionOptions
  ) -> Features {
    let keypoints = KeypointSelection.select(
      from: scores.values, mapSize: mapSize, imageSize: imageSize, options: options)
    return Features(
      imageSize: imageSize, keypoints: keypoints.map { Point(x: Double($0.x), y: Double($0.y)) },
      scores: keypoints.map(\.score),
      descriptors: DescriptorSampling.sample(
        descriptors.values, rows: descriptors.shape[1], columns: descriptors.shape[2], at: keypoints))
  }

  /// Zeros right and below, up to multiples of the network's cell.
  static func padded(_ image: NetworkImage) -> InputTensor {
    let padded = SuperPointNetwork.paddedSize(image.size)
    let (width, height) = (padded.width, padded.height)
    if padded == image.size {
      return InputTensor(shape: [1, 1, height, width], values: image.values)
    }
    var values = [Float](repeating: 0, count: width * height)
    for row in 0..<image.size.height {
      let source = row * image.size.width
      values.replaceSubrange(
        row * width..<row * width + image.size.width, with: image.values[source..<source + image.size.width])
    }
    return InputTensor(shape: [1, 1, height, width], values: values)
  }
}
