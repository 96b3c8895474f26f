import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch

/// Rewards the detector for keypoints that are found again in the other view of a pair.
///
/// The keypoints of each view are drawn as in inference, but from scores with some noise, so that others than the
/// strongest are tried too. Those that the other view finds too become more probable and the others less: a policy
/// gradient with the share of repeated ones as its baseline (as in DISK, Tyszkiewicz et al. 2020, and DaD, Edstedt et
/// al. 2025). Keypoints that have become improbable are no longer drawn, so that nothing is pushed down for ever.
struct RepeatabilityLoss {
  let value: TorchTensor
  /// The share of the drawn keypoints in sight of the other view that it finds too.
  let repeated: Float

  /// Two keypoints are the same when they are at most this far apart, in pixels.
  private static let radius: Float = 1.5
  /// The number of keypoints of a view per pixel: 300 for 320×240.
  private static let density = 300.0 / (320 * 240)
  /// The standard deviation of the noise in the scores' logarithms, which is the same for all pixels of a cell. The
  /// choice of the keypoints is therefore random, and their place in the cell is not.
  private static let exploration: Float = 0.5

  /// - Parameters:
  ///   - logits: The detector's logits, first views and then second ones, `[2 B, 65, H/8, W/8]`.
  ///   - across: The homographies from each view to the other of its pair, in the same order, `[2 B, 3, 3]`.
  init(logits: TorchTensor, across: TorchTensor) {
    let cell = SuperPointNetwork.cell
    let (count, rows, columns) = (logits.shape[0], logits.shape[2], logits.shape[3])
    let size = ImageSize(width: cell * columns, height: cell * rows)
    let logProbability = logits.float().logSoftmax(1).narrowed(1, 0..<cell * cell).pixelShuffled(cell)
    let (points, isRepeated, isVisible) = Torch.withoutGradients {
      let scores = logProbability.detached().exp()
      let number = max(1, Int(Double(size.pixelCount) * Self.density))
      let noise = (logits.detached().float().narrowed(1, 0..<1).randomNormal() * Self.exploration).exp()
      let noisy = scores * noise.expanded([count, cell * cell, rows, columns]).contiguous().pixelShuffled(cell)
      let drawn = selectKeypoints(noisy, count: number).points
      let others = selectKeypoints(scores, count: number).points.rolled([count / 2], axes: [0])
      let projected = drawn.mapped(by: across)
      let distance = squaredDistances(projected, others).minimum([2])
      return (drawn, distance.less(Self.radius * Self.radius).float(), Self.inside(projected, size))
    }
    let index = points.narrowed(2, 1..<2) * Float(size.width) + points.narrowed(2, 0..<1)
    let chosen = logProbability.reshaped([count, -1])
      .gathered(1, index.squeezed(2).rounded().converted(to: .i64))
    let visible = isVisible.sum().atLeast(1)
    let share = (isRepeated * isVisible).sum() / visible
    value = -(chosen * (isRepeated - share) * isVisible).sum() / visible
    repeated = share.value
  }

  private static func inside(_ points: TorchTensor, _ size: ImageSize) -> TorchTensor {
    // Inference leaves out a border of four pixels.
    let last = TorchTensor([Float(size.width - 5), Float(size.height - 5)], [2]).on(points.device)
    return (points - 4).minimum([2]).greater(0).float() * (last - points).minimum([2]).greater(0).float()
  }
}
