public import SuperposeCheckpoints

/// Batch normalisation with fixed statistics: `scale · x + shift` for each channel.
public enum BatchNormFolding {
  /// Returns `γ / σ` and `β − μ γ / σ` of the normalisation whose parameters are `name.weight`, `.bias`,
  /// `.running_mean` and `.running_var`.
  static func factors(
    _ name: String, of parameters: [String: Tensor]
  ) -> (scale: [Float], shift: [Float]) {
    func values(_ part: String) -> [Float] { Self.tensor("\(name).\(part)", of: parameters).values }
    let scale = zip(values("weight"), values("running_var")).map {
      $0 / ($1 + NetworkConstants.batchNormEpsilon).squareRoot()
    }
    let shift = zip(values("bias"), zip(values("running_mean"), scale)).map { $0 - $1.0 * $1.1 }
    return (scale, shift)
  }

  /// Folds a normalisation into the convolution or linear layer before it. That layer then computes what both computed,
  /// and the normalisation's parameters are removed.
  ///
  /// - Parameters:
  ///   - norm: The name of the normalisation.
  ///   - layer: The name of the layer before it.
  ///   - parameters: The network's parameters by name, which are changed.
  public static func fold(_ norm: String, into layer: String, of parameters: inout [String: Tensor]) {
    let (scale, shift) = factors(norm, of: parameters)
    let weight = tensor(layer + ".weight", of: parameters)
    let bias = tensor(layer + ".bias", of: parameters)
    let perOutput = weight.values.count / scale.count
    var weights = weight.values
    for (output, factor) in scale.enumerated() {
      for index in output * perOutput..<(output + 1) * perOutput { weights[index] *= factor }
    }
    let biases = bias.values.indices.map { bias.values[$0] * scale[$0] + shift[$0] }
    parameters[layer + ".weight"] = Tensor(shape: weight.shape, values: weights)
    parameters[layer + ".bias"] = Tensor(shape: bias.shape, values: biases)
    for part in ["weight", "bias", "running_mean", "running_var"] { parameters["\(norm).\(part)"] = nil }
  }

  private static func tensor(_ name: String, of parameters: [String: Tensor]) -> Tensor {
    guard let tensor = parameters[name] else { preconditionFailure("no parameter named \(name)") }
    return tensor
  }
}
