/// A request to a worker that is none.
package struct RequestError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, Sendable {
    /// The line is no JSON object, or lacks or has something that it must not.
    case malformed
    /// The line is too long to be one.
    case tooLong
  }

  package let kind: Kind
  /// What was expected, what was found and what to do.
  package let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
