import SuperposeTorch

/// Draws a picture of edges: the length of the gradient, bright on dark or as a drawing.
enum Edges {
  static func drawn(_ x: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    let smooth = x.smoothed(sigma: generator.uniform(0.5...1.5))
    let length = gradientLength(smooth)
    let strongest = length.maximum([1, 2, 3], keep: true).atLeast(1e-4)
    let exponent = TorchTensor(Float(generator.uniform(0.5...1))).on(x.device)
    let edges = (length / strongest).atLeast(1e-6).pow(exponent)
    let drawing = generator.chance(0.5) ? edges * -1 + 1 : edges
    let part = Float(generator.chance(0.5) ? 1 : generator.uniform(0.4...1))
    return x * (1 - part) + drawing * part
  }

  /// Returns the gradient's length by Sobel's differences, which are one-sided at the border of the picture.
  private static func gradientLength(_ x: TorchTensor) -> TorchTensor {
    let rows = TorchTensor([-1, 0, 1, -2, 0, 2, -1, 0, 1] as [Float], [1, 1, 3, 3]).on(x.device)
    let framed = x.edgePadded(1)
    let across = framed.convolvedByChannel(rows, padding: (0, 0))
    let down = framed.convolvedByChannel(rows.transposed(2, 3).contiguous(), padding: (0, 0))
    return (across.square() + down.square()).sqrt()
  }
}
