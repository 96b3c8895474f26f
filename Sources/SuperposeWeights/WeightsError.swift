/// Why weights could not be found, read or kept.
public struct WeightsError: Error, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: Sendable, Hashable {
    /// No weights of that name, and no file.
    case notFound
    /// A file that is not what it should be.
    case malformed
    /// A name that cannot be used.
    case badName
    /// The library cannot be written.
    case cannotWrite
    /// The library may not be written.
    case permissionDenied
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// One line for people: what was expected, what was found and what to do.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
