/// The element types that the project's graphs use.
public enum ElementType: Sendable, Hashable {
  case float32, float16, int64, int32, int8, uint8, bool

  var code: Onnx_TensorProto.DataType {
    switch self {
    case .float32: .float
    case .float16: .float16
    case .int64: .int64
    case .int32: .int32
    case .int8: .int8
    case .uint8: .uint8
    case .bool: .bool
    }
  }
}

/// One side of a tensor's shape: a number, or a symbol that stands for any number.
public enum Dimension: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  case fixed(Int)
  case symbol(String)

  public init(integerLiteral value: Int) { self = .fixed(value) }
  public init(stringLiteral value: String) { self = .symbol(value) }
}

/// A value that flows along an edge of the graph. It is identified by its name.
public struct Value: Sendable, Hashable {
  public let name: String
}

/// A node's attribute.
public enum Attribute: Sendable {
  case int(Int)
  case ints([Int])
  case float(Float)
  case string(String)
}
