public import Foundation

/// The two forms in which values are written as JSON. Keys are sorted, so that equal values give equal bytes.
public enum JSON {
  /// Encodes a file: indented, with a line feed at the end.
  public static func document(_ value: some Encodable) throws -> Data {
    try encoded(value, [.prettyPrinted]) + Data("\n".utf8)
  }

  /// Encodes one line, without a line feed.
  public static func line(_ value: some Encodable) throws -> Data { try encoded(value, []) }

  private static func encoded(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    return try encoder.encode(value)
  }
}
