/// The name and shape of a parameter that a network expects in its checkpoint.
public struct ParameterShape: Sendable, Hashable {
  /// The name in the published checkpoint: `conv1a.weight`.
  public let name: String
  /// The length of each axis; empty for a scalar.
  public let shape: [Int]

  public init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}
