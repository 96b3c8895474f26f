import CSuperposeKernels
import SuperposeCheckpoints
import SuperposeInference
import SuperposeNetworks
import SuperposeONNX
import TestSupport
import Testing

@testable import SuperposeMatching

@Test(arguments: [(8, 1, 16, 1), (24, 37, 48, 50), (16, 256, 16, 300)])
func theKernelMultipliesAsItsPlainTwin(_ rows: Int, _ inner: Int, _ columns: Int, _ stride: Int) {
  let a = RuleWeights.uniform("left", count: rows * stride, -1...1)
  let b = RuleWeights.uniform("right", count: inner * columns, -1...1)
  var found = [Float](repeating: .nan, count: rows * columns)
  superpose_multiply(a, Int32(stride), b, &found, Int32(rows), Int32(inner), Int32(columns))
  let expected = ReferenceMultiplication.product(a, stride: stride, b, rows: rows, inner: inner, columns: columns)
  #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 })
}

/// Golden files test the folded network as a whole. This compares it with the published arrangement, score by score.
@Test func theFoldedNetworkScoresAsThePublishedOne() throws {
  let weights = RuleWeights.make(SuperGlueNetwork.parameters)
  let inputs = ["0", "1"].flatMap { side in
    [TensorContract("keypoints" + side, [1, nil, 3]), TensorContract("descriptors" + side, [1, nil, 256])]
  }
  func scores(_ arrangement: SuperGlueNetwork.Arrangement, _ parameters: [String: Tensor]) throws -> [Float] {
    let graph = GraphBuilder(name: "scores")
    let values = inputs.map { input in
      graph.input(input.name, .float32, [1, .symbol("n" + input.name.suffix(1)), .fixed(input.shape[2]!)])
    }
    let scores = SuperGlueNetwork.scores(
      keypoints0: values[0], descriptors0: values[1], keypoints1: values[2], descriptors1: values[3],
      arrangement: arrangement, on: ONNXBackend(graph: graph, parameters: parameters))
    graph.output(scores, as: "scores", .float32, [1, "n0", "n1"])
    let session = try InferenceSession(
      model: try graph.model(), inputs: inputs, outputs: [TensorContract("scores", [1, nil, nil])],
      runtime: try InferenceRuntime(), options: SessionOptions())
    let tensors = inputs.map { input -> InputTensor in
      let (count, width) = (input.name.hasSuffix("0") ? 9 : 13, input.shape[2]!)
      return InputTensor(
        shape: [1, count, width], values: RuleWeights.uniform(input.name, count: count * width, -0.5...0.5))
    }
    return try session.run(tensors) { Array($0[0].values) }
  }
  let published = try scores(.published, weights)
  let folded = try scores(.folded, SuperGlueFolding.folded(weights))
  let spread = published.max()! - published.min()!
  #expect(published.count == 9 * 13 && spread > 0.1)
  #expect(zip(published, folded).allSatisfy { abs($0 - $1) < 1e-4 * spread })
}
