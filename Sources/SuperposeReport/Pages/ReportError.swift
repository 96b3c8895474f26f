/// The reason why a report could not be made.
public struct ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// A result or an image that a report needs is not there.
    case notFound
    /// The result cannot be read, or an image is not the one that was registered.
    case malformed
    /// A result may not be read.
    case permissionDenied
    /// The program's own templates are not beside it.
    case incomplete
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// The folder, as the caller gave it, or the missing template.
  public let path: String
  /// One line for people: what was found and what to do.
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
