import SuperposeNetworks
import SuperposeTorch

/// The keypoints of a batch of images on the device, the same number for each image.
struct DetectedKeypoints {
  /// The positions as (x, y) in pixels, `[B, N, 2]`.
  let points: TorchTensor
  /// The scores in descending order, `[B, N]`.
  let scores: TorchTensor
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
  let inner = scores.suppressed(radius: radius).scores
    .narrowed(2, border..<height - border).narrowed(3, border..<width - border).contiguous()
  let flat = inner.reshaped([shape[0], -1])
  let best = (flat + flat.randomUniform() * 1e-6).topK(count)
  let columns = Float(width - 2 * border)
  let index = best.indices.float()
  let row = (index / columns).floored()
  let column = index - row * columns
  let points = TorchTensor.stacked([column + Float(border), row + Float(border)], axis: 2)
  return DetectedKeypoints(
    points: subpixel ? points + scores.peakOffsets(at: places(of: points, width: width)) : points, scores: best.values)
}

/// Returns the places of whole pixels `[B, N, 2]` in reading order, as integers `[B, N]`.
func places(of points: TorchTensor, width: Int) -> TorchTensor {
  (points.narrowed(2, 1..<2).squeezed(2) * Float(width) + points.narrowed(2, 0..<1).squeezed(2)).rounded()
    .converted(to: .i64)
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
