package import Superpose
package import SuperposeFiles

/// A worker's answer: the line that the pair would have in `pairs.jsonl`, with the id that the request gave it.
package struct PairAnswer: Encodable, Sendable {
  package var id: JSONValue
  package var result: ListedResult
  /// Where they were asked for; empty for a pair with an error.
  package var matches: [RegistrationReport.Match]?
  /// The file with the arrays, where they were asked for and there are any.
  package var npz: String?

  private enum Key: CodingKey { case id, matches, npz }

  package func encode(to encoder: any Encoder) throws {
    try result.encode(to: encoder)
    var members = encoder.container(keyedBy: Key.self)
    try members.encode(id, forKey: .id)
    try members.encodeIfPresent(matches, forKey: .matches)
    try members.encodeIfPresent(npz, forKey: .npz)
  }
}
