/// The form in which a graph stores the networks' weights.
public enum WeightStorage: String, CaseIterable, Codable, Hashable, Sendable {
  case f32
  /// Kernels and matrices in 16 bits, widened to 32 bits before they are used: arithmetic stays in 32 bits.
  ///
  /// SuperPoint's encoder and detector stay in 32 bits, since they decide which pixels become keypoints (halved, they
  /// changed 3 of 100 matches of a registration). So do biases, batch normalisations and the dustbin's score, with
  /// which all pairs are compared. `docs/export.md` has the measurements.
  case f16
  /// SuperPoint's convolutions in 8 bits, both weights and activations, and all else as in `f32`. It needs the ranges
  /// of the activations, see ``SuperPointNetwork/quantizedActivations``.
  case int8

  func isHalf(_ name: String, rank: Int) -> Bool {
    let selectsKeypoints = name.hasPrefix("conv") && !name.hasPrefix("convD")
    return self == .f16 && rank >= 2 && name.hasSuffix(".weight") && !selectsKeypoints
  }
}
