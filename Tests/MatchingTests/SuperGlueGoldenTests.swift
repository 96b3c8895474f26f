import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeInference
import SuperposeONNX
import TestSupport
import Testing

@testable import SuperposeMatching
@testable import SuperposeNetworks

private let weights = RuleWeights.make(SuperGlueNetwork.parameters)
private let sizes = [ImageSize(width: 64, height: 45), ImageSize(width: 80, height: 120)]

private func features(_ golden: Golden, _ side: Int) throws -> Features {
  let flat = try golden.values("keypoints\(side)")
  return Features(
    imageSize: sizes[side],
    keypoints: stride(from: 0, to: flat.count, by: 2).map { Point(x: Double(flat[$0]), y: Double(flat[$0 + 1])) },
    scores: try golden.values("scores\(side)"), descriptors: try golden.values("descriptors\(side)"))
}

@Test func superGlueEqualsTheReference() throws {
  let golden = try Golden("superglue")
  let superGlue = try SuperGlue(weights: weights, runtime: try InferenceRuntime(), options: SessionOptions())
  let matches = try superGlue(try features(golden, 0), try features(golden, 1))
  #expect(matches.matches0.contains { $0 >= 0 } && matches.matches0.contains(-1))
  try golden.expect("matches0", equals: matches.matches0.map(Float.init), within: 0)
  try golden.expect("matches1", equals: matches.matches1.map(Float.init), within: 0)
  try golden.expect("confidence0", equals: matches.confidence0, within: 1e-4)
  try golden.expect("confidence1", equals: matches.confidence1, within: 1e-4)
}

@Test func everyTracedLayerOfSuperGlueEqualsTheReference() throws {
  let golden = try Golden("superglue")
  let graph = GraphBuilder(name: "trace")
  let backend = ONNXBackend(graph: graph, parameters: weights)
  let inputs = (0..<2).map { side in
    (
      keypoints: graph.input("keypoints\(side)", .float32, [1, .symbol("n\(side)"), 3]),
      descriptors: graph.input("descriptors\(side)", .float32, [1, .symbol("n\(side)"), 256])
    )
  }
  var x = inputs.map { SuperGlueNetwork.encode($0.keypoints, $0.descriptors, on: backend) }
  var names: [String] = []
  for index in 0..<SuperGlueNetwork.layerCount {
    let (x0, x1) = SuperGlueNetwork.layer(index, x[0], x[1], on: backend)
    x = [x0, x1]
    guard [0, 1, 17].contains(index) else { continue }
    for side in 0..<2 {
      x[side] = graph.output(x[side], as: "layer\(index).\(side)", .float32, [1, "n", 256])
      names.append(x[side].name)
    }
  }
  let contracts = (0..<2).flatMap {
    [TensorContract("keypoints\($0)", [1, nil, 3]), TensorContract("descriptors\($0)", [1, nil, 256])]
  }
  let session = try InferenceSession(
    model: try graph.model(), inputs: contracts, outputs: names.map { TensorContract($0, [1, nil, 256]) },
    runtime: try InferenceRuntime(), options: SessionOptions())
  let sets = [try features(golden, 0), try features(golden, 1)]
  let values = sets.flatMap { set in
    [SuperGlue.keypoints(set), InputTensor(shape: [1, set.count, 256], values: set.descriptors)]
  }
  try session.run(values) { views in
    for (name, view) in zip(names, views) { try golden.expect(name, equals: view.values, within: 1e-5) }
  }
}

@Test func keypointsAreNormalisedByTheirOwnImage() throws {
  let golden = try Golden("superglue")
  for side in 0..<2 {
    let rows = SuperGlue.keypoints(try features(golden, side)).values
    let positions = rows.indices.filter { $0 % 3 < 2 }.map { rows[$0] }
    try golden.expect("normalised\(side)", equals: positions, within: 1e-6)
  }
}

@Test(arguments: [(0, 0), (0, 17), (23, 0)])
func noKeypointsOnASideGiveNoMatches(_ count0: Int, _ count1: Int) throws {
  let golden = try Golden("superglue")
  let superGlue = try SuperGlue(weights: weights, runtime: try InferenceRuntime(), options: SessionOptions())
  func side(_ index: Int, _ count: Int) throws -> Features {
    count > 0
      ? try features(golden, index) : Features(imageSize: sizes[index], keypoints: [], scores: [], descriptors: [])
  }
  let matches = try superGlue(try side(0, count0), try side(1, count1))
  #expect(matches == .none(count0, count1))
}

@Test func startStateIsOptimalTransportOverDescriptors() throws {
  let golden = try Golden("superglue")
  let (set0, set1) = (try features(golden, 0), try features(golden, 1))
  let superGlue = try SuperGlue(
    weights: SuperGlueNetwork.startState(), runtime: try InferenceRuntime(), options: SessionOptions())
  let scores = (0..<set0.count).flatMap { i in
    (0..<set1.count).map { j in 20 * zip(set0.descriptor(i), set1.descriptor(j)).reduce(Float(0)) { $0 + $1.0 * $1.1 } }
  }
  let expected = scores.withUnsafeBufferPointer {
    ReferenceOptimalTransport.assignment(
      scores: $0, rows: set0.count, columns: set1.count, dustbin: 10, iterations: 100)
  }.mutualMatches(threshold: 0.2)
  let found = try superGlue(set0, set1)
  #expect(found.matches0 == expected.matches0)
  #expect(found.pairs.count == 9, "the nine shared points match")
  #expect(zip(found.confidence0, expected.confidence0).allSatisfy { abs($0 - $1) < 1e-4 })
}

@Test func swappingTheSidesSwapsTheAnswer() throws {
  let golden = try Golden("superglue")
  let superGlue = try SuperGlue(weights: weights, runtime: try InferenceRuntime(), options: SessionOptions())
  let (set0, set1) = (try features(golden, 0), try features(golden, 1))
  let forward = try superGlue(set0, set1)
  let backward = try superGlue(set1, set0)
  #expect(forward.matches0 == backward.matches1)
  #expect(zip(forward.confidence0, backward.confidence1).allSatisfy { abs($0 - $1) < 1e-4 })
}
