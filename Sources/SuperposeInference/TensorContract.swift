/// The element types that models' inputs and outputs may have. Outside of the runtime, values are always 32-bit floats.
public enum ElementType: String, Sendable, Hashable {
  case f32
  /// Integers, which are passed and read as floats with whole values.
  case i64
  /// Truth values, which are passed and read as 0 and 1.
  case boolean
}

/// The element type and shape that an input or output must have. They are checked when the model is loaded.
public struct TensorContract: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public let type: ElementType
  /// One entry for each side; nil where any length will do.
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
