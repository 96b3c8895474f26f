import SuperposeTorch

/// At −`reach`…`reach`, summing to 1.
private func gaussian(sigma: Double, reach: Int) -> [Float] {
  let weights = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
  let sum = weights.reduce(0, +)
  return weights.map { Float($0 / sum) }
}

extension TorchTensor {
  /// `[B, C, H, W]` smoothed by a Gaussian; beyond the border the outermost pixels go on.
  func smoothed(sigma: Double) -> TorchTensor {
    let reach = max(1, Int((3 * sigma).rounded(.up)))
    let weights = gaussian(sigma: sigma, reach: reach)
    let (channels, count) = (shape[1], weights.count)
    let kernel = TorchTensor(weights, [1, 1, 1, count]).on(device)
    let row = kernel.expanded([channels, 1, 1, count]).contiguous()
    let column = row.transposed(2, 3).contiguous()
    return edgePadded(reach).convolvedByChannel(row, padding: (0, 0)).convolvedByChannel(column, padding: (0, 0))
  }

  /// With `reach` more pixels on each side, copies of the outermost ones.
  func edgePadded(_ reach: Int) -> TorchTensor { replicationPadded([reach, reach, reach, reach]) }
}
