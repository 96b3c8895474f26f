import SuperposeNetworks
import SuperposeTorch

/// Keypoints of a batch of images on the device: a fixed number for each.
struct DetectedKeypoints {
  /// `[B, N, 2]`, (x, y) in pixels.
  let points: TorchTensor
  /// `[B, N]`, in descending order.
  let scores: TorchTensor
}

/// Suppression as inference does it: every score that is the greatest within `radius`, then, twice, those that become
/// the greatest once what lies near a kept one is struck out.
///
/// - Parameter scores: `[B, 1, H, W]`; the others are zero in the result.
func suppressed(_ scores: TorchTensor, radius: Int) -> TorchTensor {
  // Rows, then columns: the same maximum at a fraction of the comparisons.
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
  // The first of equal maxima in a window (16 bits make them) in reading order stays, as in inference.
  let (height, width) = (scores.shape[2], scores.shape[3])
  let order = (TorchTensor.range(height * width, on: scores.device) * -1 + Float(height * width))
    .reshaped([1, 1, height, width])
  let places = kept.clamp(0...1) * order
  return scores * kept.clamp(0...1) * places.equal(spread(places)).float()
}

/// The best `count` of each image after suppression, away from the border. Where there are fewer, pixels of the rest of
/// the image fill up, at random, with a score of zero.
///
/// - Parameters:
///   - scores: `[B, 1, H, W]`, probabilities.
///   - subpixel: whether points are placed between pixels, as inference does it.
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

/// Where the peak of a score lies between pixels: of a quadric in the scores' logarithms, from central differences, at
/// most half a pixel away; zero where the neighbourhood is no peak. What inference does.
///
/// - Parameters:
///   - scores: `[B, 1, H, W]`.
///   - points: `[B, N, 2]`, whole pixels, none at the border.
/// - Returns: `[B, N, 2]`.
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
  /// Maps `[B, N, 2]` by one homography per image, `[B, 3, 3]`.
  func mapped(by homographies: TorchTensor) -> TorchTensor {
    let one = narrowed(2, 0..<1) * 0 + 1
    let mapped = Torch.autocast(false, on: device) {
      TorchTensor.concatenated([self, one], axis: 2).matmul(homographies.transposed(1, 2))
    }
    return mapped.narrowed(2, 0..<2) / mapped.narrowed(2, 2..<3)
  }
}
