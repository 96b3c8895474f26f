import SuperposeNetworks
import SuperposeTorch

/// The keypoints of a batch of images on the device, the same number for each image.
struct DetectedKeypoints {
  /// The positions as (x, y) in pixels, `[B, N, 2]`.
  let points: TorchTensor
  /// The scores in descending order, `[B, N]`.
  let scores: TorchTensor
}

/// Suppresses scores as inference does. Every score that is the largest within `radius` is kept and then, twice, those
/// that become the largest after everything near a kept one is removed.
///
/// - Parameters:
///   - scores: The score maps, `[B, 1, H, W]`.
///   - radius: The radius of the window, in pixels.
/// - Returns: The maps with all other scores set to zero.
func suppressed(_ scores: TorchTensor, radius: Int) -> TorchTensor {
  // Rows first, then columns, which gives the same maximum with a fraction of the comparisons.
  func spread(_ x: TorchTensor) -> TorchTensor {
    x.maxPooled([1, 2 * radius + 1], stride: [1, 1], padding: [0, radius])
      .maxPooled([2 * radius + 1, 1], stride: [1, 1], padding: [radius, 0])
  }
  var kept = scores.equal(spread(scores)).float()
  for _ in 0..<NetworkConstants.suppressionReopenings {
    let isNear = spread(kept)
    let rest = scores * (isNear * -1 + 1)
    let isNew = rest.equal(spread(rest)).float() * (isNear * -1 + 1)
    kept = kept + isNew
  }
  // Of equal maxima in a window (16 bits make them) the first in reading order stays, as in inference.
  let (height, width) = (scores.shape[2], scores.shape[3])
  let order = (TorchTensor.range(height * width, on: scores.device) * -1 + Float(height * width))
    .reshaped([1, 1, height, width])
  let places = kept.clamp(0...1) * order
  return scores * kept.clamp(0...1) * places.equal(spread(places)).float()
}

/// Selects the best `count` keypoints of each image after suppression, away from the border. Where there are fewer,
/// random pixels of the rest of the image with a score of zero make up the number.
///
/// - Parameters:
///   - scores: Probabilities, `[B, 1, H, W]`.
///   - count: The number of keypoints of each image.
///   - radius: The radius of the suppression, in pixels.
///   - border: The width of the border without keypoints, in pixels.
///   - subpixel: Whether points are placed between pixels, as in inference.
func selectKeypoints(
  _ scores: TorchTensor, count: Int, radius: Int = NetworkConstants.suppressionRadius,
  border: Int = NetworkConstants.borderPixels, subpixel: Bool = false
) -> DetectedKeypoints {
  let shape = scores.shape
  let (height, width) = (shape[2], shape[3])
  let inner = suppressed(scores, radius: radius)
    .narrowed(2, border..<height - border).narrowed(3, border..<width - border).contiguous()
  let flat = inner.reshaped([shape[0], -1])
  let best = (flat + flat.randomUniform() * 1e-6).topK(count)
  let columns = Float(width - 2 * border)
  let index = best.indices.float()
  let row = (index / columns).floored()
  let column = index - row * columns
  let points = TorchTensor.stacked([column + Float(border), row + Float(border)], axis: 2)
  return DetectedKeypoints(
    points: subpixel ? points + peakOffsets(scores, at: points) : points, scores: best.values)
}

/// Returns the place of a score's peak between pixels, as inference does: the peak of a quadric in the scores'
/// logarithms, fitted by central differences. It is at most half a pixel away, and zero where the neighbourhood has no
/// peak.
///
/// - Parameters:
///   - scores: The score maps, `[B, 1, H, W]`.
///   - points: Whole pixels, none of them at the border, `[B, N, 2]`.
/// - Returns: The offsets, `[B, N, 2]`.
func peakOffsets(_ scores: TorchTensor, at points: TorchTensor) -> TorchTensor {
  let width = scores.shape[3]
  let logarithms = scores.atLeast(NetworkConstants.leastPeakScore).log().reshaped([scores.shape[0], -1])
  let centre = points.narrowed(2, 1..<2).squeezed(2) * Float(width) + points.narrowed(2, 0..<1).squeezed(2)
  func score(_ dx: Int, _ dy: Int) -> TorchTensor {
    logarithms.gathered(1, (centre + Float(dy * width + dx)).rounded().converted(to: .i64))
  }
  let twice = score(0, 0) * 2
  let (gradientX, gradientY) = ((score(1, 0) - score(-1, 0)) * 0.5, (score(0, 1) - score(0, -1)) * 0.5)
  let (xx, yy) = (score(1, 0) + score(-1, 0) - twice, score(0, 1) + score(0, -1) - twice)
  let xy = (score(1, 1) - score(-1, 1) - score(1, -1) + score(-1, -1)) * 0.25
  let determinant = xx * yy - xy * xy
  let isPeak = xx.less(0).and(yy.less(0)).and(determinant.greater(0))
  let divisor = isPeak.choose(determinant, determinant * 0 + 1)
  let offsets = TorchTensor.stacked(
    [(xy * gradientY - yy * gradientX) / divisor, (xy * gradientX - xx * gradientY) / divisor], axis: 2)
  let farthest = NetworkConstants.farthestPeak
  return offsets.clamp(-farthest...farthest) * isPeak.float().unsqueezed(2)
}

extension TorchTensor {
  /// Maps points `[B, N, 2]` by one homography per image, `[B, 3, 3]`.
  func mapped(by homographies: TorchTensor) -> TorchTensor {
    let one = narrowed(2, 0..<1) * 0 + 1
    let mapped = Torch.autocast(false, on: device) {
      TorchTensor.concatenated([self, one], axis: 2).matmul(homographies.transposed(1, 2))
    }
    return mapped.narrowed(2, 0..<2) / mapped.narrowed(2, 2..<3)
  }
}
