public import Foundation
import SuperposeCheckpoints
public import SuperposeGeometry
import SuperposeInference
import SuperposeMatching
import SuperposeNetworks
import SuperposeONNX

/// Prepares SuperPoint for int8: runs it in 32 bits over photographs, finds the ranges of its activations, and writes
/// them, with the weights or alone.
public final class Quantizer {
  private let weights: LoadedWeights
  private let session: InferenceSession
  /// One for each of ``SuperPointNetwork/quantizedActivations``.
  private var histograms: [ActivationHistogram]
  /// How many photographs have been added.
  public private(set) var photographs = 0

  /// Loads SuperPoint.
  ///
  /// - Parameters:
  ///   - library: where names of weights are looked up.
  ///   - superPoint: weights from the library; nil for the default.
  ///   - threads: of the network; nil for one for each core.
  /// - Throws: ``WeightsError``, `CheckpointError`, or what the runtime says.
  public convenience init(
    library: WeightsLibrary = .standard, superPoint: WeightsChoice? = nil, threads: Int? = nil
  ) throws {
    try self.init(weights: try library.load(superPoint, for: .superpoint), threads: threads)
  }

  /// Builds and compiles the part of the network that leads to ``SuperPointNetwork/quantizedActivations``.
  init(weights: LoadedWeights, threads: Int? = nil) throws {
    self.weights = weights
    var options = SessionOptions()
    options.threads = threads
    options.precision = .f32
    let names = SuperPointNetwork.quantizedActivations
    session = try InferenceSession(
      model: try Self.graph(names, weights).model(), inputs: [TensorContract("image", [1, 1, nil, nil])],
      outputs: names.map { TensorContract($0, [1, nil, nil, nil]) }, runtime: try InferenceRuntime(), options: options)
    histograms = [ActivationHistogram](repeating: ActivationHistogram(), count: names.count)
  }

  private static func graph(_ names: [String], _ weights: LoadedWeights) -> GraphBuilder {
    let graph = GraphBuilder(name: "superpoint-activations")
    let image = graph.input("image", .float32, [1, 1, "height", "width"])
    let backend = ONNXBackend(graph: graph, parameters: weights.parameters)
    _ = SuperPointNetwork.heads(image, on: backend)
    for name in names {
      guard let value = backend.activations[name] else { preconditionFailure("no ReLU after \(name)") }
      graph.output(
        value, as: name, .float32,
        [1, .symbol("channels." + name), .symbol("rows." + name), .symbol("columns." + name)])
    }
    graph.removeUnused()
    return graph
  }

  /// Counts the activations of one more photograph, at the size at which SuperPoint is to see it.
  /// - Throws: what the runtime says.
  public func add(_ image: GrayImage) throws {
    try session.run([SuperPoint.padded(image)]) { outputs in
      for index in histograms.indices { histograms[index].add(outputs[index].values) }
    }
    photographs += 1
  }

  /// What was found so far.
  public var ranges: ActivationRanges {
    let ranges = zip(SuperPointNetwork.quantizedActivations, histograms.map(\.leastErrorRange))
    return ActivationRanges(
      sha256: weights.sha256, photographs: photographs, ranges: Dictionary(uniqueKeysWithValues: ranges))
  }

  /// Writes the weights in 32 bits and the ranges as a safetensors file, which loads like any other weights, whole or
  /// not at all.
  /// - Throws: `CheckpointError` where it cannot be written.
  public func writeWeights(to file: URL) throws {
    let ranges = SuperPointNetwork.tensors(ofActivationRanges: ranges.ranges)
    try SafetensorsWriter.write(
      weights.parameters.merging(ranges) { $1 },
      metadata: [
        "activation_ranges": "\(photographs) photographs", KnownWeights.originKey: weights.sha256 ?? weights.name,
      ],
      precision: .f32, to: file)
  }

  /// Which weights are prepared.
  public var weightsDescription: WeightsDescription { weights.description }
}
