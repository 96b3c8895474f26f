/// Why a transform does not fit an image, or another transform.
public struct FrameError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found, in lower case and without a full stop.
  public let problem: String
  /// What to do about it.
  public let hint: String

  /// - Parameters:
  ///   - problem: What was found.
  ///   - hint: What to do about it.
  package init(_ problem: String, hint: String) {
    self.problem = problem
    self.hint = hint
  }

  public var description: String { "\(problem); \(hint)" }
}
