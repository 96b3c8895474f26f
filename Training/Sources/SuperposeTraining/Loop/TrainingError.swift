/// The reason why training cannot start or go on.
public struct TrainingError: Error, CustomStringConvertible, Sendable {
  public enum Kind: Sendable { case input, output, diverged, stopped, unavailable }
  public let kind: Kind
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
