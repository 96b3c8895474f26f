import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeInference
import SuperposeNetworks
import TestSupport
import Testing

@testable import SuperposeMatching

private let narrow = RuleWeights.make(
  SuperPointNetwork.parameters(widths: SuperPointNetwork.publishedWidths.mapValues { $0 / 2 }))

/// Returns the published network that holds a narrower one and computes the same: its other channels are silent.
private func widened(_ weights: [String: Tensor]) -> [String: Tensor] {
  var result: [String: Tensor] = [:]
  for parameter in SuperPointNetwork.parameters {
    guard let small = weights[parameter.name] else { continue }
    let shape = parameter.shape + [Int](repeating: 1, count: 4 - parameter.shape.count)
    let source = small.shape + [Int](repeating: 1, count: 4 - small.shape.count)
    let inner = shape[2] * shape[3]
    var values = [Float](repeating: 0, count: shape.reduce(1, *))
    for row in 0..<source[0] {
      for column in 0..<source[1] {
        for place in 0..<inner {
          values[(row * shape[1] + column) * inner + place] =
            small.values[(row * source[1] + column) * inner + place]
        }
      }
    }
    result[parameter.name] = Tensor(shape: parameter.shape, values: values)
  }
  return result
}

@Test(arguments: [false, true])
func aNarrowSuperPointIsAWideOneWithSilentChannels(_ isQuantized: Bool) throws {
  let golden = try Golden("superpoint")
  let ranges: [String: Float] =
    isQuantized ? Dictionary(uniqueKeysWithValues: SuperPointNetwork.quantizedActivations.map { ($0, 4) }) : [:]
  var options = ExtractionOptions(subpixel: false)
  options.detectionThreshold = 0
  let image = GrayImage(size: ImageSize(width: 64, height: 45), values: try golden.values("image"))
  let found = try [narrow, widened(narrow)].map {
    try SuperPoint(weights: $0, ranges: ranges, runtime: try InferenceRuntime(), options: SessionOptions())(
      image, options: options)
  }
  #expect(found[0].count > 10)
  // Sums of other lengths round differently, and in 8 bits a rounding may become a whole step.
  let tolerance: Float = isQuantized ? 0.02 : 1e-4
  #expect(isQuantized || found[0].keypoints == found[1].keypoints)
  if found[0].keypoints == found[1].keypoints {
    #expect(zip(found[0].descriptors, found[1].descriptors).allSatisfy { abs($0 - $1) < tolerance })
  }
  #expect(abs(found[0].count - found[1].count) <= 2)
}

/// A layer whose message is zero changes nothing, so that a network of nine layers is one of eighteen whose last nine
/// say nothing.
@Test func aShallowSuperGlueIsADeepOneWithSilentLayers() throws {
  let shallow = RuleWeights.make(SuperGlueNetwork.parameters(layers: 9))
  var deep = RuleWeights.make(SuperGlueNetwork.parameters).merging(shallow) { $1 }
  for layer in 9..<18 {
    for name in ["weight", "bias"].map({ "gnn.layers.\(layer).mlp.3.\($0)" }) {
      deep[name] = deep[name].map { Tensor(shape: $0.shape, values: $0.values.map { _ in 0 }) }
    }
  }
  func features(_ count: Int, _ name: String) -> Features {
    Features(
      imageSize: ImageSize(width: 64, height: 48),
      keypoints: (0..<count).map { Point(x: Double($0 * 13 % 64), y: Double($0 * 7 % 48)) },
      scores: RuleWeights.uniform(name, count: count, 0...1),
      descriptors: RuleWeights.uniform("descriptors", count: 256 * count, -0.1...0.1))
  }
  var options = MatchingOptions()
  options.matchThreshold = 0
  let found = try [shallow, deep].map {
    try SuperGlue(weights: $0, runtime: try InferenceRuntime(), options: SessionOptions())(
      features(15, "a"), features(18, "b"), options: options)
  }
  #expect(found[0].matches0 == found[1].matches0 && found[0].pairs.count > 3)
  #expect(zip(found[0].confidence0, found[1].confidence0).allSatisfy { abs($0 - $1) < 1e-3 })
}
