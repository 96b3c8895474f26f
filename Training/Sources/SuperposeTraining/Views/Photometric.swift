import SuperposeTorch

/// Changes of light and camera that are drawn anew for each image of a batch.
struct Photometric {
  /// The strength of the changes: 1 for that of the field's usual recipes, 0 for none.
  var strength: Float = 1

  /// - Parameters:
  ///   - images: Grey images in 0…1, `[B, 1, H, W]`.
  ///   - generator: The source of randomness.
  func apply(to images: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    guard strength > 0 else { return images }
    var x = blurred(images, &generator)
    x = shaded(x, &generator)
    let gamma = perImage(x, 1 / (1 + 0.6 * Double(strength))...1 + 0.6 * Double(strength), &generator)
    x = x.clamp(0.001...1).pow(gamma)
    let contrast = perImage(x, 1 - 0.5 * Double(strength)...1 + 0.5 * Double(strength), &generator)
    let brightness = perImage(x, -0.15 * Double(strength)...0.15 * Double(strength), &generator)
    x = (x - 0.5) * contrast + (brightness + 0.5)
    // The uniform number is squared, so that most images have little noise.
    let noise = perImage(x, 0...1, &generator).square() * (0.06 * strength)
    return (x + x.randomNormal() * noise).clamp(0...1)
  }

  private func perImage(
    _ x: TorchTensor, _ range: ClosedRange<Double>, _ generator: inout some RandomNumberGenerator
  ) -> TorchTensor {
    let values = (0..<x.shape[0]).map { _ in Float(generator.uniform(range)) }
    return TorchTensor(values, [values.count, 1, 1, 1]).on(x.device)
  }

  /// Blurs with a Gaussian, which for some images is longer in one direction, as from a camera that moved. Half of the
  /// images stay sharp.
  private func blurred(_ x: TorchTensor, _ generator: inout some RandomNumberGenerator) -> TorchTensor {
    let count = x.shape[0]
    let (rows, columns) = (kernels(count, &generator), kernels(count, &generator))
    let asChannels = x.reshaped([1, count, x.shape[2], x.shape[3]])
    let reach = Self.blurReach
    let once = asChannels.convolvedByChannel(
      TorchTensor(rows, [count, 1, 2 * reach + 1, 1]).on(x.device), padding: (reach, 0))
    return once.convolvedByChannel(
      TorchTensor(columns, [count, 1, 1, 2 * reach + 1]).on(x.device), padding: (0, reach)
    ).reshaped(x.shape)
  }

  private static let blurReach = 4

  private func kernels(_ count: Int, _ generator: inout some RandomNumberGenerator) -> [Float] {
    (0..<count).flatMap { _ -> [Float] in
      let sigma = generator.chance(0.5) ? 0.05 : generator.uniform(0.05...0.3 + 1.2 * Double(strength))
      let weights = (-Self.blurReach...Self.blurReach).map { exp(-0.5 * (Double($0) / sigma) * (Double($0) / sigma)) }
      let sum = weights.reduce(0, +)
      return weights.map { Float($0 / sum) }
    }
  }

  /// Darkens or brightens with a smooth field that has a few blobs.
  private func shaded(_ x: TorchTensor, _ generator: inout some RandomNumberGenerator) -> TorchTensor {
    let side = 4
    let values = (0..<x.shape[0]).flatMap { _ -> [Float] in
      let depth = generator.chance(0.5) ? 0 : generator.uniform(0...0.6 * Double(strength))
      return (0..<side * side).map { _ in Float(1 + generator.uniform(-depth...depth)) }
    }
    let coarse = TorchTensor(values, [x.shape[0], 1, side, side]).on(x.device)
    return x * coarse.resized(height: x.shape[2], width: x.shape[3])
  }
}
