/// Why weights could not be found, read or kept.
public struct WeightsError: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// No weights of that name, and no file.
    case notFound
    /// A file that is not what it should be.
    case malformed
    /// A name that cannot be used.
    case badName
    case cannotWrite
    case permissionDenied
  }

  public let kind: Kind
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
