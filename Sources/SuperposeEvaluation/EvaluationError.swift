package import SuperposeFiles

/// The reason why the data of an evaluation cannot be used, or its results not be written.
public struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// There is no such file or folder.
    case notFound
    /// The file or folder does not hold what it should.
    case malformed
    /// A file cannot be written.
    case cannotWrite
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// The file or folder, as the caller gave it.
  public let path: String
  /// What was found.
  public let problem: String
  /// What to do about it.
  public let hint: String

  package init(_ kind: Kind, _ path: String, problem: String, hint: String) {
    self.kind = kind
    self.path = path
    self.problem = problem
    self.hint = hint
  }

  /// `cannot read 'H_1_2': expected nine numbers, found 8; check the file`
  public var description: String { "cannot \(kind == .cannotWrite ? "write" : "read") '\(path)': \(problem); \(hint)" }
}

extension EvaluationError {
  /// Makes the error for a file that the system refused.
  package init(_ error: FileError) {
    switch error.kind {
    case .notText: self.init(.malformed, error.path, problem: error.problem, hint: error.hint)
    case .permissionDenied where error.operation == .read:
      self.init(.notFound, error.path, problem: "it cannot be read", hint: "check its permissions")
    default:
      self.init(
        error.operation == .read ? .notFound : .cannotWrite, error.path, problem: error.problem, hint: error.hint)
    }
  }
}
