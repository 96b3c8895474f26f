import CSuperposeKernels
import SuperposeCheckpoints
import SuperposeNetworks

/// Parameters of SuperGlue rearranged for speed, as ``SuperGlueNetwork/Arrangement/folded`` wants them.
///
/// The layer that merges the heads is linear, and so is the first one of the message network, which takes what it
/// makes: their product takes the place of both. That saves a twentieth of SuperGlue's time, and channels grouped by
/// heads, which need not be gathered one by one, another (two cores, bf16, 700 keypoints a side).
enum SuperGlueFolding {
  private static let length = SuperGlueNetwork.descriptorLength
  private static let heads = SuperGlueNetwork.heads
  /// The outputs of the message network's first layer.
  private static let hidden = SuperGlueNetwork.messageWidths[1]
  /// A factor's columns: the heads' channels, then one for the bias, and zeros for the kernel's sake.
  private static let columns = length + 16

  static func folded(_ parameters: [String: Tensor]) -> [String: Tensor] {
    var folded = parameters
    for layer in 0..<SuperGlueNetwork.layerCount {
      func name(_ parameter: String) -> String { "gnn.layers.\(layer).\(parameter)" }
      func take(_ parameter: String) -> [Float] {
        guard let tensor = folded.removeValue(forKey: name(parameter)) else {
          preconditionFailure("no parameter named \(name(parameter))")
        }
        return tensor.values
      }
      for part in ["weight", "bias"] {
        for projection in ["attn.proj.0.", "attn.proj.1.", "attn.proj.2."] {
          folded[name(projection + part)] = folded[name(projection + part)].map(groupedByHead)
        }
      }
      let merge = factor(take("attn.merge.weight"), bias: take("attn.merge.bias"))
      let (weight, bias) = message(take("mlp.0.weight"), bias: take("mlp.0.bias"), merge)
      folded[name("mlp.0.weight")] = Tensor(shape: [hidden, 2 * length, 1], values: weight)
      folded[name("mlp.0.bias")] = Tensor(shape: [hidden], values: bias)
    }
    return folded
  }

  /// Rows, one for each channel, so that those of a head stand together.
  private static func groupedByHead(_ tensor: Tensor) -> Tensor {
    let (source, width) = (tensor.values, tensor.values.count / length)
    var values: [Float] = []
    values.reserveCapacity(source.count)
    for head in 0..<heads {
      for channel in stride(from: head, to: length, by: heads) {
        values += source[channel * width..<(channel + 1) * width]
      }
    }
    return Tensor(shape: tensor.shape, values: values)
  }

  /// The layer that merges the heads as a matrix `[length, columns]` that takes grouped channels and, behind them, 1.
  private static func factor(_ weight: [Float], bias: [Float]) -> [Float] {
    var factor = [Float](repeating: 0, count: length * columns)
    let width = length / heads
    factor.withUnsafeMutableBufferPointer { factor in
      weight.withUnsafeBufferPointer { weight in
        for row in 0..<length {
          for head in 0..<heads {
            for channel in 0..<width {
              factor[row * columns + head * width + channel] = weight[row * length + channel * heads + head]
            }
          }
          factor[row * columns + length] = bias[row]
        }
      }
    }
    return factor
  }

  /// The message network's first layer, `[hidden, 2 · length]`, its second half times a factor.
  private static func message(_ weight: [Float], bias: [Float], _ factor: [Float]) -> (weight: [Float], bias: [Float]) {
    let products = [Float](unsafeUninitializedCapacity: hidden * columns) { products, count in
      weight.withUnsafeBufferPointer { weight in
        superpose_multiply(
          weight.baseAddress! + length, Int32(2 * length), factor, products.baseAddress!, Int32(hidden), Int32(length),
          Int32(columns))
      }
      count = hidden * columns
    }
    var (folded, shifted): ([Float], [Float]) = ([], bias)
    folded.reserveCapacity(weight.count)
    for row in 0..<hidden {
      folded += weight[2 * row * length..<(2 * row + 1) * length]
      folded += products[row * columns..<row * columns + length]
      shifted[row] += products[row * columns + length]
    }
    return (folded, shifted)
  }
}
