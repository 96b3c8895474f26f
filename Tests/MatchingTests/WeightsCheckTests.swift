import SuperposeCheckpoints
import SuperposeInference
import SuperposeMatching
import SuperposeNetworks
import TestSupport
import Testing

/// A way to damage one parameter of complete weights.
enum Damage: String, CaseIterable {
  case missing, short, flat

  func done(to tensor: Tensor) -> Tensor? {
    switch self {
    case .missing: nil
    case .short:
      Tensor(
        shape: [1] + tensor.shape.dropFirst(),
        values: Array(tensor.values.prefix(tensor.values.count / tensor.shape[0])))
    case .flat: Tensor(shape: [tensor.values.count], values: tensor.values)
    }
  }
}

private func refusal(
  _ parameters: [ParameterShape], _ name: String, _ damage: Damage, _ load: ([String: Tensor]) throws -> Void
) throws -> String {
  var weights = RuleWeights.make(parameters)
  weights[name] = damage.done(to: try #require(weights[name]))
  let error = #expect(throws: CheckpointError.self) { try load(weights) }
  #expect(error?.kind == .mismatch)
  return error?.description ?? ""
}

@Test(arguments: Damage.allCases, ["conv1a.weight", "convDb.weight"])
func superPointRefusesWeightsThatAreNotItsOwn(_ damage: Damage, _ name: String) throws {
  let message = try refusal(SuperPointNetwork.parameters, name, damage) {
    _ = try SuperPoint(weights: $0, runtime: try InferenceRuntime(), options: SessionOptions())
  }
  #expect(message.hasPrefix("SuperPoint(weights:): ") && message.contains(name))
}

@Test(arguments: Damage.allCases, ["kenc.encoder.0.weight", "gnn.layers.3.attn.merge.weight", "final_proj.weight"])
func superGlueRefusesWeightsThatAreNotItsOwn(_ damage: Damage, _ name: String) throws {
  let message = try refusal(SuperGlueNetwork.parameters, name, damage) {
    _ = try SuperGlue(weights: $0, runtime: try InferenceRuntime(), options: SessionOptions())
  }
  #expect(message.hasPrefix("SuperGlue(weights:): ") && message.contains(name))
}

@Test func superGlueRefusesWeightsWithoutADustbin() throws {
  let message = try refusal(SuperGlueNetwork.parameters, SuperGlueNetwork.dustbin.name, .missing) {
    _ = try SuperGlue(weights: $0, runtime: try InferenceRuntime(), options: SessionOptions())
  }
  #expect(message.contains("1 missing: bin_score []"))
}
