public import SuperposeCheckpoints

extension SuperGlueNetwork {
  /// Returns the parameters of a SuperGlue that has learned nothing yet and still matches. Messages and the keypoint
  /// encoding are zero and the projection is a multiple of the identity, so that it equals optimal transport over inner
  /// products of descriptors.
  ///
  /// Training starts from a network that computes the same (there, layers that are not the last of their kind are
  /// random, so that they can learn). It is used where there are no trained weights.
  public static func startState() -> [String: Tensor] {
    var state: [String: Tensor] = [:]
    for parameter in parameters {
      state[parameter.name] = Tensor(shape: parameter.shape, values: startValues(parameter))
    }
    return state
  }

  private static func startValues(_ parameter: ParameterShape) -> [Float] {
    let count = parameter.shape.reduce(1, *)
    switch parameter.name {
    case dustbin.name:
      return [NetworkConstants.startDustbin]
    case "final_proj.weight":
      // Scores are divided by the square root of the descriptor's length (16), and both sides are projected.
      let diagonal = (Float(descriptorLength).squareRoot() * NetworkConstants.startScale).squareRoot()
      return (0..<count).map { $0 % (descriptorLength + 1) == 0 ? diagonal : 0 }
    case let name where name.hasSuffix(".running_var") || isBatchNormWeight(parameter):
      return [Float](repeating: 1, count: count)
    default:
      return [Float](repeating: 0, count: count)
    }
  }

  private static func isBatchNormWeight(_ parameter: ParameterShape) -> Bool {
    parameter.shape.count == 1 && parameter.name.hasSuffix(".weight")
  }
}
