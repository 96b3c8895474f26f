public import SuperposeCheckpoints

/// Weights made by the rule of Tools/reference/weights.py, bit for bit, so that golden files need no trained
/// checkpoint.
public enum RuleWeights {
  public static func make(_ parameters: [ParameterShape]) -> [String: Tensor] {
    var weights: [String: Tensor] = [:]
    for parameter in parameters { weights[parameter.name] = Tensor(shape: parameter.shape, values: values(parameter)) }
    return weights
  }

  public static func values(_ parameter: ParameterShape) -> [Float] {
    let count = parameter.shape.reduce(1, *)
    let range = bounds(parameter)
    return uniform(parameter.name, count: count, range)
  }

  public static func uniform(_ name: String, count: Int, _ range: ClosedRange<Double>) -> [Float] {
    var state = fnv1a(name)
    return (0..<count).map { _ in
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      let u = Double(z >> 11) / 9_007_199_254_740_992
      return Float(range.lowerBound + (range.upperBound - range.lowerBound) * u)
    }
  }

  public static func fnv1a(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static let gains: [(part: String, gain: Double)] = [
    ("conv", 6), ("kenc", 1), (".mlp.3.", 0.3), ("final_proj", 100),
  ]

  private static func bounds(_ parameter: ParameterShape) -> ClosedRange<Double> {
    let name = parameter.name
    if name == "bin_score" { return 70...70 }
    if name.hasSuffix("running_var") || (name.hasSuffix("weight") && parameter.shape.count == 1) { return 0.5...1.5 }
    if parameter.shape.count == 1 { return -0.1...0.1 }
    let gain = gains.first { name.contains($0.part) }?.gain ?? 3
    let limit = (gain / Double(parameter.shape.dropFirst().reduce(1, *))).squareRoot()
    return -limit...limit
  }
}
