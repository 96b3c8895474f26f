import Foundation
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeInference
import SuperposeONNX
import TestSupport
import Testing
import TrainingTestSupport

@testable import SuperposeMatching
@testable import SuperposeNetworks
@testable import SuperposeOptimiser
@testable import SuperposeTorch
@testable import SuperposeTraining

private let detectorWeights = RuleWeights.make(SuperPointNetwork.parameters)
private let size = ImageSize(width: 96, height: 72)

private func pixels(_ name: String) -> [Float] { numbers(name, size.pixelCount, 0...1).map(Float.init) }

private func image(_ name: String) -> TorchTensor { TorchTensor(pixels(name), [1, 1, size.height, size.width]) }

/// Returns the largest difference, relative to 1 plus the value.
private func difference(_ a: [Float], _ b: [Float]) -> Float {
  a.count == b.count ? zip(a, b).map { abs($0 - $1) / (1 + abs($1)) }.max() ?? .infinity : .infinity
}

/// Training computes what `superpose` computes: the same weights and the same image go through libtorch and through the
/// program's own networks, in 32 bits.
@Suite(.usesTorch)
struct InferenceTests {
  @Test func headsAreThoseOfTheRecordedGraph() throws {
    let graph = GraphBuilder(name: "heads")
    let input = graph.input("image", .float32, [1, 1, "height", "width"])
    let heads = SuperPointNetwork.heads(input, on: ONNXBackend(graph: graph, parameters: detectorWeights))
    graph.output(heads.logits, as: "logits", .float32, [1, .fixed(65), "rows", "columns"])
    graph.output(heads.descriptors, as: "descriptors", .float32, [1, .fixed(256), "rows", "columns"])
    let session = try InferenceSession(
      model: try graph.model(), inputs: [TensorContract("image", [1, 1, nil, nil])],
      outputs: [
        TensorContract("logits", [1, 65, nil, nil]), TensorContract("descriptors", [1, 256, nil, nil]),
      ], runtime: try InferenceRuntime(), options: SessionOptions())
    let shape = [1, 1, size.height, size.width]
    let expected = try session.run([InputTensor(shape: shape, values: pixels("one"))]) { $0.map { Array($0.values) } }
    let parameters = NetworkParameters(SuperPointNetwork.parameters, values: detectorWeights, on: .cpu)
    let found = Torch.withoutGradients {
      SuperPointNetwork.heads(image("one").channelsLast(), on: TorchBackend(parameters, isTraining: false))
    }
    #expect(expected[0].max()! - expected[0].min()! > 1)
    #expect(difference(found.logits.floats(), expected[0]) < 1e-4)
    #expect(difference(found.descriptors.floats(), expected[1]) < 1e-4)
  }

  @Test(arguments: [false, true])
  func featuresAreThoseOfTheProduct(subpixel: Bool) throws {
    var options = ExtractionOptions(subpixel: subpixel)
    options.maxKeypoints = 40
    options.detectionThreshold = 0
    let product = try SuperPoint(
      weights: detectorWeights, runtime: try InferenceRuntime(), options: SessionOptions())
    let expected = try product(GrayImage(size: size, values: pixels("one")), options: options)
    try #require(expected.count == 40)
    let frozen = FrozenSuperPoint(detectorWeights, on: .cpu, isMixedPrecision: false, subpixel: subpixel)
    let (points, scores, descriptors) = frozen.features(image("one"), keypoints: 40)
    let (places, values, vectors) = (points.floats(), scores.floats(), descriptors.floats())
    #expect(places.contains { $0 != $0.rounded() } == subpixel)
    for index in 0..<40 {
      let place = Point(x: Double(places[2 * index]), y: Double(places[2 * index + 1]))
      let twin = try #require(
        expected.keypoints.firstIndex { $0.distance(to: place) < 2e-3 }, "no keypoint at \(place)")
      #expect(abs(values[index] - expected.scores[twin]) < 1e-5)
      // The descriptors are stored in 16 bits.
      #expect(difference(Array(vectors[index * 256..<(index + 1) * 256]), Array(expected.descriptor(twin))) < 2e-3)
    }
  }

  @Test func descriptorsAreSampledAsTheProductDoes() {
    let (rows, columns) = (4, 6)
    let map = numbers("map", 256 * rows * columns).map(Float.init)
    let places: [(Float, Float)] = [(0, 0), (3, 4), (47, 31), (20, 17), (5.25, 29.5), (44, 2)]
    let unit = TorchTensor(map, [1, 256, rows, columns]).unitLength(1).permuted([0, 2, 3, 1]).floats()
    let expected = unit.withUnsafeBufferPointer {
      DescriptorSampling.sample(
        $0, rows: rows, columns: columns,
        at: places.map { KeypointSelection.Keypoint(x: $0.0, y: $0.1, score: 1) })
    }
    let points = TorchTensor(places.flatMap { [$0.0, $0.1] }, [1, places.count, 2])
    let found = sampleDescriptors(TorchTensor(map, [1, 256, rows, columns]), at: points).floats()
    #expect(difference(found, expected) < 1e-5)
  }
}

@Suite(.usesTorch)
struct MatchingInferenceTests {
  private static let iterations = 50

  private static func features() throws -> [Features] {
    var options = ExtractionOptions()
    options.detectionThreshold = 0
    let product = try SuperPoint(weights: detectorWeights, runtime: try InferenceRuntime(), options: SessionOptions())
    return try [("one", 30), ("two", 37)].map { name, count in
      options.maxKeypoints = count
      return try product(GrayImage(size: size, values: pixels(name)), options: options)
    }
  }

  /// Returns weights by the rule, with scores so spread out, and a dustbin among them, that some keypoints match and
  /// some do not.
  private static func weights() -> [String: Tensor] {
    var weights = RuleWeights.make(SuperGlueNetwork.parameters)
    let projection = weights["final_proj.weight"]!
    weights["final_proj.weight"] = Tensor(shape: projection.shape, values: projection.values.map { 1.8 * $0 })
    weights[SuperGlueNetwork.dustbin.name] = Tensor(shape: [], values: [224])
    return weights
  }

  private static func set(_ features: Features) -> KeypointSet {
    KeypointSet(
      points: TorchTensor(features.keypoints.flatMap { [Float($0.x), Float($0.y)] }, [1, features.count, 2]),
      scores: TorchTensor(features.scores, [1, features.count]),
      descriptors: TorchTensor(features.descriptors, [1, features.count, 256]), size: features.imageSize)
  }

  @Test func assignmentsAreThoseOfTheProduct() throws {
    let weights = Self.weights()
    let features = try Self.features()
    let sets = features.map(Self.set)
    #expect(difference(sets[0].encoded.floats(), SuperGlue.keypoints(features[0]).values) < 1e-6)
    let parameters = NetworkParameters(SuperGlueNetwork.parameters, values: weights, on: .cpu)
    let (scores, plan) = Torch.withoutGradients {
      let scores = SuperGlueNetwork.scores(
        keypoints0: sets[0].encoded, descriptors0: sets[0].descriptors, keypoints1: sets[1].encoded,
        descriptors1: sets[1].descriptors, on: TorchBackend(parameters, isTraining: false))
      let dustbin = parameters.tensors[SuperGlueNetwork.dustbin.name]!
      return (scores.floats(), optimalTransport(scores, dustbin: dustbin, iterations: Self.iterations).exp().floats())
    }
    let (rows, columns) = (features[0].count, features[1].count)
    let expectedScores = try Self.productScores(weights, features)
    #expect(expectedScores.max()! - expectedScores.min()! > 1)
    #expect(difference(scores, expectedScores) < 1e-4)
    let expectedPlan = expectedScores.withUnsafeBufferPointer {
      ReferenceOptimalTransport.plan(
        scores: $0, rows: rows, columns: columns, dustbin: weights[SuperGlueNetwork.dustbin.name]!.values[0],
        iterations: Self.iterations)
    }
    #expect(difference(plan, expectedPlan.map(Float.init)) < 2e-3)
    try Self.expectMatches(plan, rows, columns, weights, features)
  }

  private static func productScores(_ weights: [String: Tensor], _ features: [Features]) throws -> [Float] {
    let graph = GraphBuilder(name: "scores")
    let backend = ONNXBackend(graph: graph, parameters: weights)
    let scores = SuperGlueNetwork.scores(
      keypoints0: graph.input("keypoints0", .float32, [1, "n", 3]),
      descriptors0: graph.input("descriptors0", .float32, [1, "n", .fixed(256)]),
      keypoints1: graph.input("keypoints1", .float32, [1, "m", 3]),
      descriptors1: graph.input("descriptors1", .float32, [1, "m", .fixed(256)]), on: backend)
    graph.output(scores, as: "scores", .float32, [1, "n", "m"])
    let session = try InferenceSession(
      model: try graph.model(),
      inputs: ["0", "1"].flatMap {
        [TensorContract("keypoints" + $0, [1, nil, 3]), TensorContract("descriptors" + $0, [1, nil, 256])]
      }, outputs: [TensorContract("scores", [1, nil, nil])], runtime: try InferenceRuntime(),
      options: SessionOptions())
    let inputs = features.flatMap {
      [SuperGlue.keypoints($0), InputTensor(shape: [1, $0.count, 256], values: $0.descriptors)]
    }
    return try session.run(inputs) { Array($0[0].values) }
  }

  /// Expects that entries above the threshold that are the largest in row and column match, with their confidences.
  private static func expectMatches(
    _ plan: [Float], _ rows: Int, _ columns: Int, _ weights: [String: Tensor], _ features: [Features]
  ) throws {
    let superGlue = try SuperGlue(weights: weights, runtime: try InferenceRuntime(), options: SessionOptions())
    var options = MatchingOptions()
    options.sinkhornIterations = iterations
    let expected = try superGlue(features[0], features[1], options: options)
    #expect(expected.pairs.count > 0 && expected.pairs.count < rows)
    func entry(_ row: Int, _ column: Int) -> Float { plan[row * (columns + 1) + column] }
    for row in 0..<rows {
      let best = (0..<columns).max { entry(row, $0) < entry(row, $1) }!
      let isMutual = (0..<rows).allSatisfy { entry($0, best) <= entry(row, best) }
      let confidence = isMutual ? entry(row, best) : 0
      #expect(abs(confidence - expected.confidence0[row]) < 2e-3)
      if abs(confidence - options.matchThreshold) > 5e-3 {
        #expect(expected.matches0[row] == (confidence > options.matchThreshold ? best : -1))
      }
    }
  }
}
