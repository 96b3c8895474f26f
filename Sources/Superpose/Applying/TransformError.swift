package import SuperposeGeometry

/// Why a transform could not be read from a file, or does not fit what it is to be applied to.
public struct TransformError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// There is no such file, or something else than a file.
    case notFound
    /// The file may not be read.
    case permissionDenied
    /// The content is no transform.
    case malformed
    /// The pair was not registered: the file has reasons and no transform.
    case notRegistered
    /// The transform and the image, or two transforms, do not fit.
    case doesNotFit
    /// Two files would be written under one name, or a file in its own place.
    case nameTaken
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// The file, as the caller gave it.
  public let path: String
  /// One line for people: the path, what was found and what to do.
  public let description: String

  package init(_ kind: Kind, _ path: String, problem: String, hint: String) {
    self.kind = kind
    self.path = path
    let subject =
      switch kind {
      case .notFound, .permissionDenied, .malformed, .notRegistered: "cannot read transform"
      case .doesNotFit, .nameTaken: "cannot apply the transform to"
      }
    description = "\(subject) '\(path)': \(problem); \(hint)"
  }

  /// The same for a transform that does not fit a file.
  package init(_ error: FrameError, _ path: String) {
    self.init(.doesNotFit, path, problem: error.problem, hint: error.hint)
  }
}
