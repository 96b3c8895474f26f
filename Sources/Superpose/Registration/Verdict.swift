/// Whether a result can be trusted.
public enum Verdict: String, Codable, Sendable {
  /// There is a transform, and the evidence for it is good.
  case registered
  /// There is a transform, but the evidence for it is thin.
  case doubtful
  /// There is no transform, or one that no pair of photographs of one scene has.
  case failed
}
