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
    for norm in tensors.keys where norm.hasSuffix(".norm.weight") {
      let layer = String(norm.dropLast(".norm.weight".count))
      func norm(_ part: String) -> [Float] { tensors["\(name(of: layer)).\(part)"]!.values }
      let deviation = norm("running_var").map { ($0 + Float(TorchBackend.epsilon)).squareRoot() }
      let factors = zip(norm("weight"), deviation).map { $0 / $1 }
      let weight = tensors[layer + ".weight"]!
      let perOutput = weight.values.count / factors.count
      result[layer + ".weight"] = Tensor(
        shape: weight.shape, values: weight.values.enumerated().map { $1 * factors[$0 / perOutput] })
      let bias = tensors[layer + ".bias"]!
      let (mean, shift) = (norm("running_mean"), norm("bias"))
      result[layer + ".bias"] = Tensor(
        shape: bias.shape, values: bias.values.indices.map { (bias.values[$0] - mean[$0]) * factors[$0] + shift[$0] })
    }
    return result
  }
}
