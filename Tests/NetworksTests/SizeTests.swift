import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
import Testing

/// Tensors of some shapes, all zero.
private func tensors(_ parameters: [ParameterShape]) -> [String: Tensor] {
  Dictionary(
    uniqueKeysWithValues: parameters.map {
      ($0.name, Tensor(shape: $0.shape, values: [Float](repeating: 0, count: $0.shape.reduce(1, *))))
    })
}

private let narrow = SuperPointNetwork.parameters(widths: SuperPointNetwork.publishedWidths.mapValues { $0 / 2 })

@Test func theWidthsOfASuperPointAreThoseOfItsTensors() {
  #expect(narrow.contains(ParameterShape(name: "conv1a.weight", shape: [32, 1, 3, 3])))
  #expect(narrow.contains(ParameterShape(name: "conv3a.weight", shape: [64, 32, 3, 3])))
  #expect(narrow.contains(ParameterShape(name: "convPb.weight", shape: [65, 128, 1, 1])))
  #expect(narrow.contains(ParameterShape(name: "convDb.weight", shape: [256, 128, 1, 1])))
  for parameters in [narrow, SuperPointNetwork.parameters] {
    #expect(SuperPointNetwork.parameters(in: tensors(parameters)) == parameters)
  }
  // Each layer has a width of its own.
  let names = SuperPointNetwork.publishedWidths.keys.sorted()
  let uneven = SuperPointNetwork.parameters(
    widths: Dictionary(uniqueKeysWithValues: zip(names, names.indices.map { 8 * ($0 + 1) })))
  #expect(SuperPointNetwork.parameters(in: tensors(uneven)) == uneven)
}

/// One tensor that does not fit is the only difference, and not all that do.
@Test(arguments: [
  ("conv1a.weight", [64, 1, 3, 3]), ("conv2b.bias", [64]), ("conv3a.weight", [64, 64, 3, 3]), ("convDa.weight", [128]),
])
func aTensorOfAnotherWidthIsNamed(_ name: String, _ shape: [Int]) {
  var damaged = tensors(narrow)
  damaged[name] = Tensor(shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
  let error = #expect(throws: CheckpointError.self) {
    try SuperPointNetwork.parameters(in: damaged).require(in: damaged, of: "test")
  }
  #expect(error?.kind == .mismatch && error?.problem.contains("1 of another shape: \(name) is \(shape)") == true)
}

@Test(arguments: [1, 9, 18, 20]) func theLayersOfASuperGlueAreThoseOfItsTensors(_ layers: Int) {
  let parameters = SuperGlueNetwork.parameters(layers: layers)
  #expect(SuperGlueNetwork.parameters(in: tensors(parameters)) == parameters)
  #expect(SuperGlueNetwork.depth(of: tensors(parameters)) == layers)
}

/// A layer that is missing between others is one, and a number beyond reason adds none.
@Test func layersThatDoNotFollowEachOtherAreNamed() {
  var damaged = tensors(SuperGlueNetwork.parameters(layers: 4)).filter { !$0.key.hasPrefix("gnn.layers.2.") }
  let parameters = SuperGlueNetwork.parameters(in: damaged)
  #expect(parameters == SuperGlueNetwork.parameters(layers: 4))
  let error = #expect(throws: CheckpointError.self) { try parameters.require(in: damaged, of: "test") }
  #expect(error?.problem.contains("missing: gnn.layers.2.") == true)
  for number in ["1000000000", "99999999999999999999999", "-1", "x"] {
    damaged["gnn.layers.\(number).mlp.0.weight"] = Tensor(shape: [], values: [0])
    #expect(SuperGlueNetwork.parameters(in: damaged).count <= SuperGlueNetwork.parameters.count)
  }
  #expect(SuperGlueNetwork.parameters(in: [:]) == SuperGlueNetwork.parameters)
}

@Test func operationsAreThoseOfTheNetworkThatRuns() {
  let size = ImageSize(width: 640, height: 480)
  let (half, whole) = (SuperPointNetwork.operations(size, of: narrow), SuperPointNetwork.operations(size))
  // Half the channels on both sides are a quarter of the products, but for the first and the last layers.
  #expect((0.25..<0.28).contains(half / whole))
  let shallow = SuperGlueNetwork.operations(700, 700, of: SuperGlueNetwork.parameters(layers: 9))
  #expect((0.5..<0.53).contains(shallow / SuperGlueNetwork.operations(700, 700)))
}
