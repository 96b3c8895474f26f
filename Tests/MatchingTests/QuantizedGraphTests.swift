import Foundation
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeInference
import SuperposeNetworks
import SuperposeONNX
import TestSupport
import Testing

@testable import SuperposeMatching
@testable import SuperposeWeights

/// Arithmetic in 8 bits in plain code: a 1×1 convolution, ReLU, rounding, 2×2 maxima, and a 3×3 convolution of
/// integers.
private struct PlainArithmetic {
  static let (channels, middle, outputs) = (2, 4, 3)
  static let (height, width) = (6, 8)
  /// The range that makes a step 1/32.
  static let range: Float = 255 / 32

  /// The numbers are multiples of 1/16 and of 1/8: their sums of products are exact, and many lie halfway between two
  /// steps.
  let image = RuleWeights.uniform("image", count: channels * height * width, -4...4).map { ($0 * 16).rounded() / 16 }
  let weights: [String: Tensor] = [
    "a.weight": Tensor(
      shape: [middle, channels, 1, 1],
      values: RuleWeights.uniform("a", count: middle * channels, -3...3).map { ($0 * 8).rounded() / 8 }),
    "a.bias": Tensor(shape: [middle], values: [0.5, -0.25, 0.125, 1]),
    "b.weight": Tensor(
      shape: [outputs, middle, 3, 3], values: RuleWeights.uniform("b", count: outputs * middle * 9, -1...1)),
    "b.bias": Tensor(shape: [outputs], values: [0.1, 0.2, -3]),
  ]

  private func values(_ name: String) -> [Float] { weights[name]?.values ?? [] }

  /// Returns the quantised values from 0 to 255, `[middle, height, width]`.
  func steps() -> [Float] {
    let area = Self.height * Self.width
    return (0..<Self.middle * area).map { index in
      let (channel, pixel) = (index / area, index % area)
      let sum = (0..<Self.channels).reduce(values("a.bias")[channel]) {
        $0 + values("a.weight")[channel * Self.channels + $1] * image[$1 * area + pixel]
      }
      return min(255, (max(0, sum) * 32).rounded(.toNearestOrEven))
    }
  }

  /// Returns their maxima, `[middle, height / 2, width / 2]`.
  private func pooled() -> [Float] {
    let (steps, width) = (steps(), Self.width)
    return (0..<Self.middle * Self.height / 2).flatMap { row in
      (0..<width / 2).map { column in
        let corner = 2 * row * width + 2 * column
        return max(steps[corner], steps[corner + 1], steps[corner + width], steps[corner + width + 1])
      }
    }
  }

  /// Returns the answer, `[outputs, height / 2, width / 2]`.
  func answer() -> [Float] {
    let (maps, height, width) = (pooled(), Self.height / 2, Self.width / 2)
    return (0..<Self.outputs).flatMap { output -> [Float] in
      let kernel = values("b.weight")[output * Self.middle * 9..<(output + 1) * Self.middle * 9]
      let scale = (kernel.map(\.magnitude).max() ?? 0) / 127
      let integers = kernel.map { Int(($0 / scale).rounded()) }
      return (0..<height * width).map { pixel in
        var sum = 0
        for channel in 0..<Self.middle {
          for place in 0..<9 {
            let (y, x) = (pixel / width + place / 3 - 1, pixel % width + place % 3 - 1)
            guard (0..<height).contains(y), (0..<width).contains(x) else { continue }
            sum += integers[channel * 9 + place] * Int(maps[(channel * height + y) * width + x])
          }
        }
        return Float(sum) * scale / 32 + values("b.bias")[output]
      }
    }
  }
}

@Test func aQuantisedGraphEqualsPlainArithmetic() throws {
  let plain = PlainArithmetic()
  let graph = GraphBuilder(name: "quantized")
  let x = graph.input("x", .float32, [1, 2, "h", "w"])
  let backend = ONNXBackend(graph: graph, parameters: plain.weights, ranges: ["a": PlainArithmetic.range])
  let a = backend.relu(backend.convolution(x, "a", kernel: 1))
  graph.output(backend.convolution(backend.maxPool(a), "b", kernel: 3), as: "y", .float32, [1, 3, "rows", "columns"])
  let session = try InferenceSession(
    model: try graph.model(), inputs: [TensorContract("x", [1, 2, nil, nil])],
    outputs: [TensorContract("y", [1, 3, nil, nil])], runtime: try InferenceRuntime(), options: SessionOptions())
  let input = InputTensor(shape: [1, 2, PlainArithmetic.height, PlainArithmetic.width], values: plain.image)
  let found = try session.run([input]) { Array($0[0].values) }
  let expected = plain.answer()
  try #require(found.count == expected.count)
  let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 1
  #expect(worst < 1e-5, "\(worst)")
  // The case contains what is difficult: zeros, values that are cut off, and values halfway between steps.
  let steps = plain.steps()
  #expect(steps.contains(0) && steps.contains(255) && steps.contains { $0 > 0 && $0 < 255 })
}

@Test func superPointHasEightBitsWhereTheyAreNotSensitive() throws {
  let graph = GraphBuilder(name: "superpoint")
  let image = graph.input("image", .float32, [1, 1, "height", "width"])
  let ranges = Dictionary(uniqueKeysWithValues: SuperPointNetwork.quantizedActivations.map { ($0, Float(4)) })
  let weights = RuleWeights.make(SuperPointNetwork.parameters)
  let heads = SuperPointNetwork.heads(image, on: ONNXBackend(graph: graph, parameters: weights, ranges: ranges))
  graph.output(heads.logits, as: "logits", .float32, [1, 65, "rows", "columns"])
  graph.output(heads.descriptors, as: "descriptors", .float32, [1, 256, "rows", "columns"])
  let model = try graph.model()
  let quantized = SuperPointNetwork.parameters.map(\.name).filter { model.range(of: Data(($0 + ".i8").utf8)) != nil }
  #expect(
    quantized == [
      "conv1b.weight", "conv2a.weight", "conv2b.weight", "conv3a.weight", "conv3b.weight", "conv4a.weight",
      "conv4b.weight", "convPa.weight", "convDa.weight",
    ])
  #expect(try ModelSummary(checking: model).operators.isSuperset(of: ["QuantizeLinear", "DequantizeLinear"]))
}

@Test func theQuantizerSeesTheActivationsOfTheReference() throws {
  let golden = try Golden("superpoint")
  let weights = RuleWeights.make(SuperPointNetwork.parameters)
  let quantizer = try Quantizer(
    weights: LoadedWeights(name: "rule", sha256: nil, licence: nil, parameters: weights))
  let picture = GrayImage(size: ImageSize(width: 64, height: 45), values: try golden.values("image"))
  try quantizer.add(picture)
  let ranges = quantizer.ranges.ranges
  #expect(ranges.keys.sorted() == SuperPointNetwork.quantizedActivations)
  for (name, range) in ranges {
    // The golden values are thinned, so that their largest may be below the true one.
    let largest = try golden.values(name).max() ?? 0
    #expect(range > 0.5 * largest && range < 1.5 * largest, "\(name): \(range), \(largest)")
  }
  try quantizer.add(picture)
  #expect(quantizer.ranges.ranges == ranges)
}
