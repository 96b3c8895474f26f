import Foundation
public import SuperposeCheckpoints
import SuperposeGeometry
public import SuperposeInference
import SuperposeNetworks
import SuperposeONNX

/// SuperGlue (Sarlin et al. 2020): matches two sets of keypoints.
public final class SuperGlue: Sendable {
  private let engine: Engine
  private let dustbin: Float

  /// What runs the network.
  private enum Engine {
    case openVINO(InferenceSession)
    case torch(TorchSuperGlue)
  }

  /// Builds and compiles the network.
  ///
  /// - Parameters:
  ///   - weights: The parameters by their published names, see ``SuperGlueNetwork/parameters(in:)``.
  ///   - runtime: The runtime that compiles the network.
  ///   - options: The device, the arithmetic and the number of threads.
  ///   - kept: Where the compiled network is kept for the next run; nil where it is not.
  /// - Throws: `CheckpointError` where a parameter is missing or has another shape, or ``InferenceError`` where the
  ///   runtime refuses the network.
  public init(
    weights: [String: Tensor], runtime: InferenceRuntime, options: SessionOptions, kept: KeptNetwork? = nil
  ) throws {
    try SuperGlueNetwork.parameters(in: weights).require(in: weights, of: "SuperGlue(weights:)")
    let session = try InferenceSession(
      kept: kept, inputs: Self.inputs, outputs: [TensorContract("scores", [1, nil, nil])], runtime: runtime,
      options: options
    ) { try Self.graph(weights).model() }
    engine = .openVINO(session)
    dustbin = Self.dustbin(weights)
  }

  /// Loads the network onto a device of libtorch.
  ///
  /// - Parameters:
  ///   - weights: The parameters by their published names.
  ///   - runtime: The device and the arithmetic.
  /// - Throws: `CheckpointError` where a parameter is missing or has another shape, or ``InferenceError`` where the
  ///   device has no room.
  public init(weights: [String: Tensor], runtime: TorchRuntime) throws {
    let parameters = SuperGlueNetwork.parameters(in: weights)
    try parameters.require(in: weights, of: "SuperGlue(weights:)")
    let used = Set(parameters.map(\.name))
    dustbin = Self.dustbin(weights)
    engine = .torch(
      try TorchSuperGlue(weights: weights.filter { used.contains($0.key) }, dustbin: dustbin, runtime: runtime))
  }

  private static func dustbin(_ weights: [String: Tensor]) -> Float {
    weights[SuperGlueNetwork.dustbin.name]?.values.first ?? NetworkConstants.startDustbin
  }

  private static func graph(_ weights: [String: Tensor]) -> GraphBuilder {
    let length = Dimension.fixed(Features.descriptorLength)
    let graph = GraphBuilder(name: "superglue")
    let scores = SuperGlueNetwork.scores(
      keypoints0: graph.input("keypoints0", .float32, [1, "n", 3]),
      descriptors0: graph.input("descriptors0", .float32, [1, "n", length]),
      keypoints1: graph.input("keypoints1", .float32, [1, "m", 3]),
      descriptors1: graph.input("descriptors1", .float32, [1, "m", length]),
      arrangement: .folded, on: ONNXBackend(graph: graph, parameters: SuperGlueFolding.folded(weights)))
    graph.output(scores, as: "scores", .float32, [1, "n", "m"])
    return graph
  }

  /// Runs the network once with two keypoints on each side. In OpenVINO 2026.4, a session with open shapes gives wrong
  /// numbers for ever if its very first run has a single keypoint on the first side; after any other first run it does
  /// not.
  private static func settle(_ session: InferenceSession) throws {
    let inputs = inputs.map { contract in
      let shape = contract.shape.map { $0 ?? 2 }
      return InputTensor(shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
    }
    try session.run(inputs) { _ in }
  }

  /// Matches two sets of keypoints, each normalised by the size of its own image. Where one set is empty, nothing
  /// matches.
  ///
  /// - Parameters:
  ///   - features0: The first set.
  ///   - features1: The second set.
  ///   - options: The threshold and the rounds of optimal transport.
  /// - Returns: Matches by indices into the two sets.
  /// - Throws: ``InferenceError`` where the runtime fails.
  public func callAsFunction(
    _ features0: Features, _ features1: Features, options: MatchingOptions = MatchingOptions()
  ) throws -> Matches {
    try self([(features0, features1)], options: options)[0]
  }

  /// Matches several pairs of sets. A GPU matches them together, which takes less time than one after the other.
  ///
  /// - Parameters:
  ///   - pairs: The pairs.
  ///   - options: The threshold and the rounds of optimal transport.
  /// - Returns: The matches of each pair, in their order.
  /// - Throws: ``InferenceError`` where the runtime fails.
  public func callAsFunction(
    _ pairs: [(Features, Features)], options: MatchingOptions = MatchingOptions()
  ) throws -> [Matches] {
    switch engine {
    case .openVINO(let session): try pairs.map { try matches($0.0, $0.1, options, session) }
    case .torch(let network): try network.matches(pairs, options)
    }
  }

  private func matches(
    _ features0: Features, _ features1: Features, _ options: MatchingOptions, _ session: InferenceSession
  ) throws -> Matches {
    guard features0.count > 0, features1.count > 0 else { return .none(features0.count, features1.count) }
    let start = ContinuousClock.now
    if features0.count == 1 { try Self.settle(session) }
    let inputs = [
      Self.keypoints(features0), Self.descriptors(features0), Self.keypoints(features1), Self.descriptors(features1),
    ]
    return try session.run(inputs) { outputs in
      var timings = Timings()
      timings.complete(.superglue, since: start)
      let assignment = assignment(
        outputs[0].values, features0.count, features1.count, iterations: options.sinkhornIterations)
      var matches = assignment.mutualMatches(threshold: options.matchThreshold)
      timings.complete(.assign, since: start)
      matches.timings = timings
      return matches
    }
  }

  private func assignment(
    _ scores: UnsafeBufferPointer<Float>, _ rows: Int, _ columns: Int, iterations: Int
  ) -> Assignment {
    var transport = OptimalTransport(scores: scores, rows: rows, columns: columns, dustbin: dustbin)
    if transport.solve(iterations: iterations) { return transport.assignment() }
    return ReferenceOptimalTransport.assignment(
      scores: scores, rows: rows, columns: columns, dustbin: dustbin, iterations: iterations)
  }

  private static let inputs = ["0", "1"].flatMap {
    [
      TensorContract("keypoints" + $0, [1, nil, 3]),
      TensorContract("descriptors" + $0, [1, nil, Features.descriptorLength]),
    ]
  }

  /// Returns (x, y, score) of each keypoint, `[1, N, 3]`, with positions normalised by
  /// ``NetworkConstants/keypointScale``.
  static func keypoints(_ features: Features) -> InputTensor {
    let size = features.imageSize
    let scale = NetworkConstants.keypointScale * Double(size.longSide)
    let centre = Point(x: Double(size.width) / 2, y: Double(size.height) / 2)
    let values = features.keypoints.indices.flatMap { index -> [Float] in
      let position = (features.keypoints[index] - centre) * (1 / scale)
      return [Float(position.x), Float(position.y), features.scores[index]]
    }
    return InputTensor(shape: [1, features.count, 3], values: values)
  }

  private static func descriptors(_ features: Features) -> InputTensor {
    InputTensor(shape: [1, features.count, Features.descriptorLength], values: features.descriptors)
  }
}
