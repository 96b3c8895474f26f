/// Any JSON value, for files of which a part is changed and all else must stay. The order of keys is not kept.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The value of a key, or nil where there is none or this is no object.
  public subscript(key: String) -> JSONValue? {
    get {
      guard case .object(let members) = self else { return nil }
      return members[key]
    }
    set {
      guard case .object(var members) = self else { return }
      members[key] = newValue
      self = .object(members)
    }
  }

  /// The number, of either kind.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  public var integer: Int? { double.flatMap { Int(exactly: $0) } }

  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  public var array: [JSONValue]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  public var isObject: Bool {
    guard case .object = self else { return false }
    return true
  }
}

extension JSONValue: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    if let values = try? decoder.container(keyedBy: Key.self) {
      var members: [String: JSONValue] = [:]
      for key in values.allKeys { members[key.stringValue] = try values.decode(JSONValue.self, forKey: key) }
      self = .object(members)
    } else if var list = try? decoder.unkeyedContainer() {
      var values: [JSONValue] = []
      if let count = list.count { values.reserveCapacity(count) }
      while !list.isAtEnd { values.append(try list.decode(JSONValue.self)) }
      self = .array(values)
    } else {
      self = try JSONValue(scalarFrom: decoder.singleValueContainer())
    }
  }

  private init(scalarFrom value: any SingleValueDecodingContainer) throws {
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .string(try value.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let members):
      var values = encoder.container(keyedBy: Key.self)
      for (key, value) in members { try values.encode(value, forKey: Key(stringValue: key)) }
    case .array(let list):
      var values = encoder.unkeyedContainer()
      for value in list { try values.encode(value) }
    default: try encodeScalar(encoder.singleValueContainer())
    }
  }

  private func encodeScalar(_ container: consuming any SingleValueEncodingContainer) throws {
    var value = container
    switch self {
    case .bool(let bool): try value.encode(bool)
    case .integer(let integer): try value.encode(integer)
    case .number(let number): try value.encode(number)
    case .string(let text): try value.encode(text)
    case .null, .array, .object: try value.encodeNil()
    }
  }
}
