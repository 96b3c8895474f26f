/// The element types that models' inputs and outputs may have. Values outside of the runtime are always 32-bit floats.
public enum ElementType: String, Sendable, Hashable {
  case f32
  /// Given and read as whole numbers.
  case i64
  /// Given and read as 0 and 1.
  case boolean
}

/// What a model's input or output must look like: checked when the model is loaded.
public struct TensorContract: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public let type: ElementType
  /// One entry a side; nil where any number will do.
  public let shape: [Int?]

  public init(_ name: String, _ shape: [Int?], type: ElementType = .f32) {
    self.name = name
    self.type = type
    self.shape = shape
  }

  public var description: String {
    "\(name) \(type.rawValue) [\(shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", "))]"
  }
}
