import SuperposeFiles

/// Why a file of points, polygons or boxes could not be read, or does not belong to the image.
public struct AnnotationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// There is no such file, or something else than a file.
    case notFound
    /// The file may not be read.
    case permissionDenied
    /// The content is not what the format asks for.
    case malformed
    /// The format has something that is not handled.
    case unsupported
    /// It was made on an image of other proportions.
    case doesNotFit
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// The file, as the caller gave it.
  public let path: String
  /// One line for people: the path, what was found and what to do.
  public let description: String

  init(_ kind: Kind, _ path: String, problem: String, hint: String) {
    self.kind = kind
    self.path = path
    description = "cannot read annotations '\(path)': \(problem); \(hint)"
  }

  /// The same for what the system refused.
  init(_ error: FileError) {
    let kind: Kind =
      switch error.kind {
      case .permissionDenied: .permissionDenied
      case .notText: .malformed
      default: .notFound
      }
    self.init(kind, error.path, problem: error.problem, hint: error.hint)
  }
}

/// What is wrong inside a file, before its path is known.
struct AnnotationProblem: Error {
  var kind = AnnotationError.Kind.malformed
  let problem: String
  let hint: String

  init(_ problem: String, hint: String, kind: AnnotationError.Kind = .malformed) {
    self.kind = kind
    self.problem = problem
    self.hint = hint
  }
}
