import SuperposeTorch

/// Returns the Gaussian at −`reach`…`reach`, scaled to a sum of 1.
private func gaussian(sigma: Double, reach: Int) -> [Float] {
  let weights = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
  let sum = weights.reduce(0, +)
  return weights.map { Float($0 / sum) }
}

extension TorchTensor {
  /// Smooths `[B, C, H, W]` with a Gaussian. Beyond the border the outermost pixels are repeated.
  func smoothed(sigma: Double) -> TorchTensor {
    let reach = max(1, Int((3 * sigma).rounded(.up)))
    let weights = gaussian(sigma: sigma, reach: reach)
    let (channels, count) = (shape[1], weights.count)
    let kernel = TorchTensor(weights, [1, 1, 1, count]).on(device)
    let row = kernel.expanded([channels, 1, 1, count]).contiguous()
    let column = row.transposed(2, 3).contiguous()
    return edgePadded(reach).convolvedByChannel(row, padding: (0, 0)).convolvedByChannel(column, padding: (0, 0))
  }

  /// Pads with `reach` copies of the outermost pixels on each side.
  func edgePadded(_ reach: Int) -> TorchTensor { replicationPadded([reach, reach, reach, reach]) }
}
