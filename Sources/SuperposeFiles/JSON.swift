public import Foundation

/// The two forms in which values are written as JSON. Equal values give equal bytes: keys are sorted.
public enum JSON {
  /// Indented, with a line feed at the end: a file of its own.
  public static func document(_ value: some Encodable) throws -> Data {
    try encoded(value, [.prettyPrinted]) + Data("\n".utf8)
  }

  /// On one line, without a line feed.
  public static func line(_ value: some Encodable) throws -> Data { try encoded(value, []) }

  private static func encoded(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    return try encoder.encode(value)
  }
}
