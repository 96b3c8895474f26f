import SuperposeCheckpoints
import Testing

@testable import SuperposeNetworks

@Test func superPointHasThePublishedNumberOfParameters() {
  let parameters = SuperPointNetwork.parameters
  #expect(parameters.count == 24)
  #expect(parameters.map { $0.shape.reduce(1, *) }.reduce(0, +) == 1_300_865)
  #expect(parameters.contains(ParameterShape(name: "convPb.weight", shape: [65, 256, 1, 1])))
}

@Test func superGlueHasThePublishedNumberOfParameters() {
  let parameters = SuperGlueNetwork.parameters
  // The network has 12 million learned numbers and the running statistics of 22 batch normalisations.
  let statistics = parameters.filter { $0.name.contains(".running_") }.map { $0.shape.reduce(1, *) }.reduce(0, +)
  #expect(parameters.map { $0.shape.reduce(1, *) }.reduce(0, +) - statistics == 12_023_297)
  #expect(parameters.contains(ParameterShape(name: "kenc.encoder.12.bias", shape: [256])))
  #expect(parameters.contains(ParameterShape(name: "gnn.layers.17.mlp.1.running_var", shape: [512])))
  #expect(Set(parameters.map(\.name)).count == parameters.count)
}

@Test func startStateHasEveryParameter() throws {
  let state = SuperGlueNetwork.startState()
  for parameter in SuperGlueNetwork.parameters { #expect(state[parameter.name]?.shape == parameter.shape) }
  #expect(state.count == SuperGlueNetwork.parameters.count)
  let projection = try #require(state["final_proj.weight"]).values
  #expect(projection[0] == Float(320).squareRoot() && projection[1] == 0 && projection[257] == projection[0])
}
