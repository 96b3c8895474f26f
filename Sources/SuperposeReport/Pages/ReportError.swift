/// The reason why a report could not be made.
public struct ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// A result or an image that a report needs is not there.
    case notFound
    /// The result cannot be read, or an image is not the one that was registered.
    case malformed
    case permissionDenied
    /// The program's own templates are not beside it.
    case incomplete
  }

  public let kind: Kind
  public let path: String
  public let description: String

  /// - Parameters:
  ///   - kind: The kind of error, for programs.
  ///   - path: The file or folder.
  ///   - problem: What was found.
  ///   - hint: What to do about it.
  init(_ kind: Kind, _ path: String, problem: String, hint: String) {
    self.kind = kind
    self.path = path
    description = "cannot make a report of '\(path)': \(problem); \(hint)"
  }
}
