import Foundation
import SuperposeFiles

extension JSON {
  /// Encodes a value as JSON for a script element of a page, in characters that can neither end the element nor open a
  /// comment.
  static func forScript(_ value: some Encodable) throws -> String {
    var text = String(decoding: try JSON.line(value), as: UTF8.self)
    for (character, escape) in [
      ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029"),
    ] {
      text = text.replacingOccurrences(of: character, with: escape)
    }
    return text
  }
}

extension JSONValue {
  init(_ value: some Encodable) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: JSON.line(value))
  }

  /// Returns the values that are not objects, by their paths: `extraction.maxKeypoints`.
  func leaves(named name: String = "") -> [String: String] {
    switch self {
    case .object(let members):
      return members.reduce(into: [:]) { leaves, member in
        leaves.merge(member.value.leaves(named: name.isEmpty ? member.key : "\(name).\(member.key)")) { $1 }
      }
    default: return [name: word]
    }
  }

  private var word: String {
    switch self {
    case .null: "none"
    case .bool(let value): value ? "on" : "off"
    case .integer(let value): String(value)
    case .number(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    case .string(let value): value
    case .array(let values): values.map(\.word).joined(separator: ", ")
    case .object: ""
    }
  }
}
