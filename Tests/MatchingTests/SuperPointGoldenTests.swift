import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeInference
import SuperposeNetworks
import SuperposeONNX
import TestSupport
import Testing

@testable import SuperposeMatching

/// The picture is 64×45: it is not square, and its height is not a multiple of 8.
private let pictureSize = ImageSize(width: 64, height: 45)

private let weights = RuleWeights.make(SuperPointNetwork.parameters)

@Test func weightsByRuleEqualTheReference() {
  #expect(RuleWeights.fnv1a("conv1a.weight") == 15_479_702_157_021_910_409)
  let first = RuleWeights.values(ParameterShape(name: "conv1a.weight", shape: [64, 1, 3, 3])).prefix(2)
  #expect(Array(first) == [-0.7864869832992554, 0.2957771420478821])
}

@Test func everyLayerOfSuperPointEqualsTheReference() throws {
  let golden = try Golden("superpoint")
  let graph = GraphBuilder(name: "trace")
  let image = graph.input("image", .float32, [1, 1, 48, 64])
  let backend = TracingBackend(ONNXBackend(graph: graph, parameters: weights))
  let heads = SuperPointNetwork.heads(image, on: backend)
  var outputs = backend.activations
  outputs["scores"] = SuperPointNetwork.scores(heads.logits, on: backend)
  outputs["coarseDescriptors"] = backend.unitLength(heads.descriptors, axis: 1)
  let names = outputs.keys.sorted()
  for name in names { if let value = outputs[name] { graph.output(value, as: name, .float32, ["a", "b", "c", "d"]) } }
  let session = try InferenceSession(
    model: try graph.model(), inputs: [TensorContract("image", [1, 1, 48, 64])],
    outputs: names.map { TensorContract($0, [nil, nil, nil, nil]) }, runtime: try InferenceRuntime(),
    options: SessionOptions())
  let picture = GrayImage(size: pictureSize, values: try golden.values("image"))
  try session.run([SuperPoint.padded(picture)]) { views in
    #expect(views.count == 14)
    for (name, view) in zip(names, views) { try golden.expect(name, equals: view.values, within: 1e-5) }
  }
}

@Test func superPointEqualsTheReference() throws {
  let golden = try Golden("superpoint")
  let superPoint = try SuperPoint(weights: weights, runtime: try InferenceRuntime(), options: SessionOptions())
  var options = ExtractionOptions(subpixel: false)
  options.maxKeypoints = nil
  let features = try superPoint(GrayImage(size: pictureSize, values: try golden.values("image")), options: options)
  try golden.expect("keypoints", equals: features.keypoints.flatMap { [Float($0.x), Float($0.y)] }, within: 0)
  try golden.expect("keypointScores", equals: features.scores, within: 1e-5)
  try golden.expect("descriptors", equals: features.descriptors, within: 1e-5)
}

@Test(arguments: [(1, 1), (7, 3), (8, 8), (300, 2), (9, 64)])
func anySizeIsAnswered(_ width: Int, _ height: Int) throws {
  let superPoint = try SuperPoint(weights: weights, runtime: try InferenceRuntime(), options: SessionOptions())
  let size = ImageSize(width: width, height: height)
  var options = ExtractionOptions(subpixel: false)
  options.borderPixels = 0
  options.detectionThreshold = 0
  let image = GrayImage(size: size, values: RuleWeights.uniform("anySize", count: size.pixelCount, 0...1))
  let features = try superPoint(image, options: options)
  let padded = try superPoint(image.padded(to: SuperPointNetwork.paddedSize(size)), options: options)
  #expect(padded.count > 0)
  #expect(features.keypoints == padded.keypoints.filter { size.contains($0) })
  #expect(features.descriptors.allSatisfy { $0.isFinite })
}

@Test func oneSessionAnswersOtherSizesInBetween() throws {
  let golden = try Golden("superpoint")
  let superPoint = try SuperPoint(weights: weights, runtime: try InferenceRuntime(), options: SessionOptions())
  let picture = GrayImage(size: pictureSize, values: try golden.values("image"))
  let before = try superPoint(picture)
  let other = ImageSize(width: 40, height: 80)
  _ = try superPoint(GrayImage(size: other, values: RuleWeights.uniform("other", count: other.pixelCount, 0...1)))
  #expect(try superPoint(picture) == before)
}
