import SuperposeEstimation

/// How many images are laid on one another.
public struct StackOptions: Codable, Hashable, Sendable {
  /// Which frame stays as it is.
  public enum Reference: Codable, Hashable, Sendable {
    /// The one that is closest to all others by matches, the earliest where several are.
    case auto
    /// The one at this place of the list, counted from 0.
    case frame(Int)
  }

  /// Which pairs of frames are matched.
  public enum Pairs: String, Codable, CaseIterable, Sendable {
    /// Neighbours in the list, the reference with every frame, and frames that look alike: at most eight pairs for each
    /// frame.
    case linked
    /// Every frame with every other.
    case all
  }

  /// Which frame stays as it is.
  public var reference = Reference.auto
  /// Which pairs of frames are matched.
  public var pairs = Pairs.linked

  /// All defaults.
  public init() {}
}

/// The reason why frames cannot be laid on one another.
public struct StackError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// There are fewer than two frames, or the reference is none of them.
    case usage
    /// Nothing can be laid on the reference.
    case notAligned
    /// A file changed, or two frames do not go together.
    case doesNotFit
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// One line for people: what was found and what to do.
  public let description: String

  package init(_ kind: Kind, _ problem: String, hint: String) {
    self.kind = kind
    description = "\(problem); \(hint)"
  }
}
