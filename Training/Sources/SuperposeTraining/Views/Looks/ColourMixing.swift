import SuperposeTorch

/// Converts colours to grey.
enum ColourMixing {
  /// Weighs colours as the eye does, by ITU-R BT.601. Grey images stay as they are.
  static func grey(_ view: TorchTensor) -> TorchTensor { mixed(view, [0.299, 0.587, 0.114]) }

  /// Weighs colours at random, as filters do. Weights can be negative, as where leaves are bright in the infrared and
  /// water is dark. The result is stretched to the range of the view's own grey values.
  static func random(_ view: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    guard view.shape[1] == 3 else { return view }
    let mayBeNegative = generator.chance(0.5)
    let weights = (0..<3).map { _ in
      Float(mayBeNegative ? generator.normal() : -log(generator.uniform(1e-6...1)))
    }
    return stretched(mixed(view, weights), like: grey(view))
  }

  private static func mixed(_ view: TorchTensor, _ weights: [Float]) -> TorchTensor {
    guard view.shape[1] == 3 else { return view }
    return (view * TorchTensor(weights, [1, 3, 1, 1]).on(view.device)).sum([1], keep: true)
  }

  /// Shifts and scales values so that the least and the largest are those of `other`.
  static func stretched(_ x: TorchTensor, like other: TorchTensor) -> TorchTensor {
    let axes = [1, 2, 3]
    let (low, high) = (x.minimum(axes, keep: true), x.maximum(axes, keep: true))
    let (targetLow, targetHigh) = (other.minimum(axes, keep: true), other.maximum(axes, keep: true))
    return (x - low) / (high - low).atLeast(1e-4) * (targetHigh - targetLow) + targetLow
  }
}
