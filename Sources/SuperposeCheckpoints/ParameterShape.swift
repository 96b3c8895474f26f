/// A parameter that a network expects of its checkpoint.
public struct ParameterShape: Sendable, Hashable {
  /// As in the published checkpoint: `conv1a.weight`.
  public let name: String
  /// The length of each axis; empty for a scalar.
  public let shape: [Int]

  public init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}
