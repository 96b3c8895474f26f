/// How a graph keeps the networks' weights.
public enum WeightStorage: String, CaseIterable, Codable, Hashable, Sendable {
  case f32
  /// Kernels and matrices in 16 bits, widened to 32 bits before they are used. Arithmetic stays in 32 bits, and so do biases, the
  /// batch normalisations (their scales amplify what was lost) and the dustbin's score, which all pairs are compared with.
  case f16

  func isHalf(_ name: String, rank: Int) -> Bool {
    self == .f16 && rank >= 2 && name.hasSuffix(".weight")
  }
}
