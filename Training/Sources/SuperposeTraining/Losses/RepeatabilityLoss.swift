import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch

/// What the detector is rewarded for: keypoints that are found again in the other view of a pair.
///
/// Keypoints of each view are drawn as inference takes them, from scores with some noise, so that others than the
/// strongest are tried too. Those that the other view also finds become more probable and the others less: a policy
/// gradient with the share of repeated ones as its baseline (as in DISK, Tyszkiewicz et al. 2020, and DaD, Edstedt et
/// al. 2025). What became improbable is no longer drawn, so that nothing is pushed down for ever.
struct RepeatabilityLoss {
  let value: TorchTensor
  /// The part of the drawn keypoints in its sight that the other view finds.
  let repeated: Float

  /// Two keypoints are the same within this many pixels.
  private static let radius: Float = 1.5
  /// Keypoints of a view, by its area: 300 for 320×240.
  private static let density = 300.0 / (320 * 240)
  /// The deviation of the noise in the scores' logarithms, the same for all pixels of a cell: which keypoints are drawn
  /// is random, and where in the cell they lie is not.
  private static let exploration: Float = 0.5

  /// - Parameters:
  ///   - logits: of the detector, first views, then second ones, `[2 B, 65, H/8, W/8]`.
  ///   - across: from each view to the other of its pair, `[2 B, 3, 3]`, in the same order.
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
