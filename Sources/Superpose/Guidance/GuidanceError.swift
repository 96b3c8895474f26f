/// Something that a user said of a pair and that cannot be followed.
public struct GuidanceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// Masks and regions leave no pixel.
    case nothingTakesPart
    /// A mask does not have its image's proportions, or both images must have one size and do not.
    case sizesDiffer
    /// There is no such file of landmarks, or no such transform file.
    case notFound
    /// It may not be read.
    case permissionDenied
    /// It is not what it should be.
    case malformed
    /// Landmarks or a prior that give no transform from which a search can begin.
    case undetermined
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// One line for people: what was expected, what was found, and what to do.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
