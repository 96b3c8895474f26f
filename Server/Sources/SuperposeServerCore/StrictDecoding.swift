/// Any name of a member.
private struct AnyName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// The members of an object that has these and no others.
  package func members<Key: CodingKey & CaseIterable>(_ type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let known = Set(Key.allCases.map(\.stringValue))
    let found = try container(keyedBy: AnyName.self).allKeys.map(\.stringValue).sorted()
    if let other = found.first(where: { !known.contains($0) }) {
      let problem = "there is no '\(other)'; known are \(known.sorted().joined(separator: ", "))"
      throw Problem(.badConfiguration, codingPath.sentence(problem))
    }
    return try container(keyedBy: type)
  }
}

extension KeyedDecodingContainer {
  /// One of a few words.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type, forKey key: Key
  ) throws -> Choice? {
    guard let word = try decodeIfPresent(String.self, forKey: key) else { return nil }
    if let choice = Choice(rawValue: word) { return choice }
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    let problem = "expected one of \(words), found '\(word.prefix(80))'"
    throw Problem(.badConfiguration, (codingPath + [key]).sentence(problem))
  }
}

extension Problem {
  /// What is wrong with a request's JSON: that it is none, or what it says.
  package init(decoding error: any Error) {
    if let problem = error as? Problem {
      self = problem
      return
    }
    switch error as? DecodingError {
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      self.init(.badRequest, "the body is no JSON; send an object as the OpenAPI document describes it")
    case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
      self.init(.badConfiguration, context.codingPath.sentence(context.debugDescription))
    case .keyNotFound(let key, let context):
      self.init(.badConfiguration, context.codingPath.sentence("'\(key.stringValue)' is missing"))
    default: self.init(.badRequest, "the body could not be read; send an object as the OpenAPI document describes it")
    }
  }
}

extension [any CodingKey] {
  /// A problem with its place before it: `configuration.matching: …`.
  fileprivate func sentence(_ problem: String) -> String {
    let place = map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    return place.isEmpty ? problem : "\(place): \(problem)"
  }
}
