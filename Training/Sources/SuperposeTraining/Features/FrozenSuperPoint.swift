import SuperposeCheckpoints
import SuperposeNetworks
import SuperposeOptimiser
import SuperposeTorch

/// A trained SuperPoint whose features SuperGlue learns to match.
final class FrozenSuperPoint {
  private let backend: TorchBackend
  private let isMixedPrecision: Bool
  private let subpixel: Bool

  /// The number of images that run together. More do not fit into a processor's cache.
  private static let chunk = 4

  init(_ values: [String: Tensor], on device: Torch.Device, isMixedPrecision: Bool, subpixel: Bool) {
    backend = TorchBackend(
      NetworkParameters(SuperPointNetwork.parameters(in: values), values: values, on: device), isTraining: false)
    self.isMixedPrecision = isMixedPrecision
    self.subpixel = subpixel
  }

  /// Detects and describes keypoints.
  ///
  /// - Parameters:
  ///   - images: Grey images in 0…1, `[B, 1, H, W]`.
  ///   - keypoints: The number N of keypoints in each image.
  /// - Returns: The points `[B, N, 2]` in pixels, the scores `[B, N]`, and the descriptors `[B, N, 256]` in 16 bits.
  func features(_ images: TorchTensor, keypoints: Int) -> (TorchTensor, TorchTensor, TorchTensor) {
    Torch.withoutGradients {
      let chunk = backend.device == .cpu ? Self.chunk : images.shape[0]
      let parts = stride(from: 0, to: images.shape[0], by: chunk).map { first in
        some(images.narrowed(0, first..<min(images.shape[0], first + chunk)), keypoints)
      }
      return (
        .concatenated(parts.map(\.0), axis: 0), .concatenated(parts.map(\.1), axis: 0),
        .concatenated(parts.map(\.2), axis: 0)
      )
    }
  }

  private func some(_ images: TorchTensor, _ count: Int) -> (TorchTensor, TorchTensor, TorchTensor) {
    let (logits, map) = Torch.autocast(isMixedPrecision, on: backend.device) {
      SuperPointNetwork.heads(images.channelsLast(), on: backend)
    }
    let keypoints = selectKeypoints(
      SuperPointNetwork.scores(logits.float(), on: backend), count: count, subpixel: subpixel)
    return (keypoints.points, keypoints.scores, sampleDescriptors(map, at: keypoints.points).converted(to: .bf16))
  }
}
