/// The reason why a pack of photographs could not be read or written.
public struct PhotographPackError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// There is no such file, or it cannot be read.
    case notFound
    /// The bytes are not those of a pack, or parts are missing.
    case malformed
    case cannotWrite
  }

  public var kind: Kind
  public var path: String
  /// What was found.
  public var problem: String
  /// What to do about it.
  public var hint: String

  public init(_ kind: Kind, _ path: String, problem: String, hint: String) {
    self.kind = kind
    self.path = path
    self.problem = problem
    self.hint = hint
  }

  public var description: String { "pack '\(path)': \(problem); \(hint)" }
}

extension PhotographPackError {
  static func malformed(_ path: String, _ problem: String) -> PhotographPackError {
    PhotographPackError(.malformed, path, problem: problem, hint: "pack the photographs again")
  }
}
