import Foundation

/// The JSON header of a safetensors file.
struct SafetensorsHeader: Codable {
  struct Entry: Codable {
    let dtype: String
    let shape: [Int]
    /// The place of the first byte and of the one behind the last, counted from the end of the header.
    let begin: Int
    let end: Int

    private enum Key: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }

    init(dtype: String, shape: [Int], begin: Int, end: Int) {
      (self.dtype, self.shape, self.begin, self.end) = (dtype, shape, begin, end)
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      dtype = try container.decode(String.self, forKey: .dtype)
      shape = try container.decode([Int].self, forKey: .shape)
      let offsets = try container.decode([Int].self, forKey: .offsets)
      guard offsets.count == 2 else {
        throw DecodingError.dataCorruptedError(
          forKey: .offsets, in: container, debugDescription: "there must be two offsets")
      }
      (begin, end) = (offsets[0], offsets[1])
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(dtype, forKey: .dtype)
      try container.encode(shape, forKey: .shape)
      try container.encode([begin, end], forKey: .offsets)
    }
  }

  /// The only key that does not name a tensor.
  static let metadataKey = "__metadata__"

  let tensors: [String: Entry]
  let metadata: [String: String]

  init(tensors: [String: Entry], metadata: [String: String]) {
    (self.tensors, self.metadata) = (tensors, metadata)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: NameKey.self)
    var tensors: [String: Entry] = [:]
    for key in container.allKeys where key.stringValue != Self.metadataKey {
      tensors[key.stringValue] = try container.decode(Entry.self, forKey: key)
    }
    self.tensors = tensors
    metadata = try container.decodeIfPresent([String: String].self, forKey: NameKey(Self.metadataKey)) ?? [:]
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NameKey.self)
    if !metadata.isEmpty { try container.encode(metadata, forKey: NameKey(Self.metadataKey)) }
    for (name, entry) in tensors { try container.encode(entry, forKey: NameKey(name)) }
  }
}

private struct NameKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension DecodingError {
  /// The name of the header's entry in which decoding failed.
  var firstKey: String? {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath.first?.stringValue
    case .keyNotFound(let key, let context): (context.codingPath.first ?? key).stringValue
    @unknown default: nil
    }
  }
}
