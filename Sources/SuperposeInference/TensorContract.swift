/// What a model's input or output must look like: checked when the model is loaded.
public struct TensorContract: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  /// One entry a side; nil where any number will do.
  public let shape: [Int?]

  public init(_ name: String, _ shape: [Int?]) {
    self.name = name
    self.shape = shape
  }

  public var description: String {
    "\(name) f32 [\(shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", "))]"
  }
}
