public import SuperposeCheckpoints

/// Batch normalisation between a convolution and its ReLU, which only training has: without it a network as deep as
/// SuperPoint's, started from random weights, stays for long at the mean of its labels. Afterwards it is folded into
/// the convolution, so that the published architecture computes the same.
public enum ConvolutionNorm {
  static func name(of layer: String) -> String { layer + ".norm" }

  /// The parameters of a network with a normalisation after each convolution but those named.
  public static func adding(to shapes: [ParameterShape], except plain: Set<String>) -> [ParameterShape] {
    shapes.flatMap { shape -> [ParameterShape] in
      guard shape.name.hasSuffix(".bias") else { return [shape] }
      let layer = String(shape.name.dropLast(".bias".count))
      guard !plain.contains(layer) else { return [shape] }
      let norm = ["weight", "bias", "running_mean", "running_var"].map {
        ParameterShape(name: "\(name(of: layer)).\($0)", shape: shape.shape)
      }
      return [shape] + norm
    }
  }

  /// The same function without normalisations: every weight times `γ / σ`, every bias `(b − μ) γ / σ + β`.
  public static func folded(_ tensors: [String: Tensor]) -> [String: Tensor] {
    var result = tensors.filter { !$0.key.contains(".norm.") }
    for key in tensors.keys where key.hasSuffix(".norm.weight") {
      fold(String(key.dropLast(".norm.weight".count)), of: tensors, into: &result)
    }
    return result
  }

  private static func fold(_ layer: String, of tensors: [String: Tensor], into result: inout [String: Tensor]) {
    func norm(_ part: String) -> [Float] { tensors["\(name(of: layer)).\(part)"]!.values }
    let (scale, shift, mean, variance) = (norm("weight"), norm("bias"), norm("running_mean"), norm("running_var"))
    let factors: [Float] = zip(scale, variance).map { $0 / ($1 + Float(TorchBackend.epsilon)).squareRoot() }
    let (weight, bias) = (tensors[layer + ".weight"]!, tensors[layer + ".bias"]!)
    let perOutput = weight.values.count / factors.count
    let weights: [Float] = weight.values.indices.map { weight.values[$0] * factors[$0 / perOutput] }
    let biases: [Float] = bias.values.indices.map { index in
      let centred: Float = bias.values[index] - mean[index]
      return centred * factors[index] + shift[index]
    }
    result[layer + ".weight"] = Tensor(shape: weight.shape, values: weights)
    result[layer + ".bias"] = Tensor(shape: bias.shape, values: biases)
  }
}
