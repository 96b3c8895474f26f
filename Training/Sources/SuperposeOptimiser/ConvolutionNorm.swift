public import SuperposeCheckpoints
import SuperposeNetworks
import SuperposeTorch

/// Batch normalisation between a convolution and its ReLU, for training only. Without it, a network as deep as
/// SuperPoint's that starts from random weights stays for a long time at the mean of its labels. Afterwards the
/// normalisation is folded into the convolution, so that the published architecture computes the same.
public enum ConvolutionNorm {
  /// Returns the parameters of a network with a normalisation after each convolution, except for the named ones.
  public static func adding(to shapes: [ParameterShape], except plain: Set<String>) -> [ParameterShape] {
    shapes.flatMap { shape -> [ParameterShape] in
      guard shape.name.hasSuffix(".bias") else { return [shape] }
      let layer = String(shape.name.dropLast(".bias".count))
      guard !plain.contains(layer) else { return [shape] }
      let norm = ["weight", "bias", "running_mean", "running_var"].map {
        ParameterShape(name: "\(TorchBackend.normName(of: layer)).\($0)", shape: shape.shape)
      }
      return [shape] + norm
    }
  }

  /// Returns the parameters of the same function without normalisations: every weight times `γ / σ`, and every bias `(b
  /// − μ) γ / σ + β`.
  public static func folded(_ tensors: [String: Tensor]) -> [String: Tensor] {
    var result = tensors
    for key in tensors.keys where key.hasSuffix(".norm.weight") {
      let layer = String(key.dropLast(".norm.weight".count))
      BatchNormFolding.fold(TorchBackend.normName(of: layer), into: layer, of: &result)
    }
    return result
  }
}
