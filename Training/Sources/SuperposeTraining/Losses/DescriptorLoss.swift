import SuperposeNetworks
import SuperposeTorch

/// Samples descriptors at points as inference does: bilinearly from the coarse map of unit vectors, with the centres of
/// the outermost cells at the ends, and scaled to unit length again.
///
/// - Parameters:
///   - map: The descriptor head's output, `[B, 256, H/8, W/8]`.
///   - points: The positions as (x, y) in pixels, `[B, N, 2]`.
/// - Returns: The descriptors, `[B, N, 256]`.
func sampleDescriptors(_ map: TorchTensor, at points: TorchTensor) -> TorchTensor {
  let shape = map.shape
  let spans = [shape[3], shape[2]].map { Float(SuperPointNetwork.cell * $0) - NetworkConstants.samplingMargin }
  let span = TorchTensor(spans, [2]).on(map.device)
  let grid = ((points - NetworkConstants.firstCellCentre) / span * 2 - 1).unsqueezed(1)
  let sampled = map.float().unitLength(1).gridSampled(grid, alignCorners: true)
  return sampled.squeezed(2).transposed(1, 2).unitLength(2)
}

/// Returns the cross-entropy of finding each point's counterpart among all points of the other view, in both directions
/// (InfoNCE, van den Oord et al. 2018, arXiv 1807.03748).
///
/// - Parameters:
///   - a: The descriptors of points in the first view, `[B, N, 256]`.
///   - b: The descriptors of their counterparts in the second view, `[B, N, 256]`.
///   - excluded: True for pairs that are neither right nor wrong, because the points are too near to tell apart, `[B,
///     N, N]`.
///   - weights: 0 for points that have no counterpart, `[B, N]`.
///   - temperature: The number that the similarities are divided by.
func descriptorLoss(
  _ a: TorchTensor, _ b: TorchTensor, excluded: TorchTensor, weights: TorchTensor, temperature: Float
) -> TorchTensor {
  let products = Torch.autocast(false, on: a.device) { a.matmul(b.transposed(1, 2)) }
  let similarity = (products / temperature).masked(excluded, -1e4)
  let right = (a * b).sum([2]) / temperature
  let loss = (similarity.logSumExp(2) + similarity.logSumExp(1)) / 2 - right
  return (loss * weights).sum() / weights.sum().atLeast(1)
}

/// Returns the squared distances of all pairs, `[B, N, 2]` and `[B, M, 2]` to `[B, N, M]`.
func squaredDistances(_ a: TorchTensor, _ b: TorchTensor) -> TorchTensor {
  (a.unsqueezed(2) - b.unsqueezed(1)).square().sum([3])
}
