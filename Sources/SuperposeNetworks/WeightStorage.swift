/// How a graph keeps the networks' weights.
public enum WeightStorage: String, CaseIterable, Codable, Hashable, Sendable {
  case f32
  /// Kernels and matrices in 16 bits, widened to 32 bits before they are used: arithmetic stays in 32 bits.
  ///
  /// In 32 bits stay SuperPoint's encoder and detector, which decide what pixels become keypoints (halved, 3 of 100
  /// matches of a registration were others), biases, batch normalisations and the dustbin's score, which all pairs
  /// are compared with. `docs/export.md` has the measurements.
  case f16
  /// SuperPoint's convolutions in 8 bits, weights and activations; all else as in `f32`. Needs the ranges of
  /// activations, see ``SuperPointNetwork/quantizedActivations``.
  case int8

  func isHalf(_ name: String, rank: Int) -> Bool {
    let selectsKeypoints = name.hasPrefix("conv") && !name.hasPrefix("convD")
    return self == .f16 && rank >= 2 && name.hasSuffix(".weight") && !selectsKeypoints
  }
}
