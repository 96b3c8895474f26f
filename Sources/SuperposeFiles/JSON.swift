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

  /// Returns what the parser says about the place where a text stops being JSON, in parentheses after a space, or an
  /// empty text where it says nothing.
  public static func place(of error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error,
      let detail = (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"] as? String
    else { return "" }
    return " (\(detail.hasSuffix(".") ? String(detail.dropLast()) : detail))"
  }
}
