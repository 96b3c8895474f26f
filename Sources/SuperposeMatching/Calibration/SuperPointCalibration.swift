public import SuperposeCheckpoints
public import SuperposeGeometry
public import SuperposeInference
import SuperposeNetworks
import SuperposeONNX

/// Runs SuperPoint in 32 bits over pictures and finds the ranges of the activations that int8 quantises.
public struct SuperPointCalibration {
  private let session: InferenceSession
  private var histograms: [ActivationHistogram]

  /// Builds and compiles the part of the network that leads to ``SuperPointNetwork/quantizedActivations``.
  ///
  /// - Parameters:
  ///   - weights: the parameters by their published names, see ``SuperPointNetwork/parameters``.
  ///   - options: the precision is f32 whatever it says.
  public init(weights: [String: Tensor], runtime: InferenceRuntime, options: SessionOptions) throws {
    let graph = GraphBuilder(name: "superpoint-calibration")
    let image = graph.input("image", .float32, [1, 1, "height", "width"])
    let backend = ONNXBackend(graph: graph, parameters: weights)
    _ = SuperPointNetwork.heads(image, on: backend)
    let names = SuperPointNetwork.quantizedActivations
    for name in names {
      guard let value = backend.activations[name] else { preconditionFailure("no ReLU after \(name)") }
      graph.output(
        value, as: name, .float32,
        [1, .symbol("channels." + name), .symbol("rows." + name), .symbol("columns." + name)])
    }
    graph.removeUnused()
    var options = options
    options.precision = .f32
    session = try InferenceSession(
      model: try graph.model(), inputs: [TensorContract("image", [1, 1, nil, nil])],
      outputs: names.map { TensorContract($0, [1, nil, nil, nil]) }, runtime: runtime, options: options)
    histograms = [ActivationHistogram](repeating: ActivationHistogram(), count: names.count)
  }

  /// Counts the activations of one more picture.
  public mutating func add(_ image: GrayImage) throws {
    let session = session
    try session.run([SuperPoint.padded(image)]) { outputs in
      for index in histograms.indices { histograms[index].add(outputs[index].values) }
    }
  }

  /// By the convolution before the ReLU.
  public func ranges() -> [String: Float] {
    let names = SuperPointNetwork.quantizedActivations
    return Dictionary(uniqueKeysWithValues: zip(names, histograms.map(\.leastErrorRange)))
  }
}
