package import Foundation
package import Superpose
package import SuperposeFiles

/// A line that asks a worker for a pair.
///
/// `{"id": 7, "moving": "a.jpg", "fixed": "b.jpg"}`, and beside these what differs from pair to pair: `movingMask`,
/// `fixedMask` (files), `roi`, `fixedRoi` (`"x,y,w,h"`), `staticOverlay`, `prior` (a file, or three rows of three
/// numbers) with `priorErrorPixels`, and `configuration`, of which the names are those of `registration.json`.
package struct PairRequest: Sendable {
  /// Whatever the sender calls the pair.
  package var id = JSONValue.null
  package var moving = ""
  package var fixed = ""
  /// What else the line says, not yet looked at.
  private var members: [String: JSONValue] = [:]

  private static let names: Set = [
    "id", "moving", "fixed", "movingMask", "fixedMask", "roi", "fixedRoi", "staticOverlay", "prior",
    "priorErrorPixels", "configuration",
  ]

  package var pair: ListedPair { ListedPair(moving: URL(path: moving), fixed: URL(path: fixed)) }

  /// Reads a line.
  ///
  /// - Parameter known: Receives what is known of the line even where it is refused: its id and files.
  package init(_ line: Data, known: inout PairRequest) throws(RequestError) {
    guard case .object(let members) = try Self.value(of: line) else {
      throw RequestError(
        .malformed, "expected an object such as {\"id\": 1, \"moving\": \"a.jpg\", \"fixed\": \"b.jpg\"}")
    }
    known.members = members
    known.id = members["id"] ?? .null
    known.moving = members["moving"]?.string ?? ""
    known.fixed = members["fixed"]?.string ?? ""
    if let other = members.keys.sorted().first(where: { !Self.names.contains($0) }) {
      throw RequestError(
        .malformed, "there is no '\(other)'; known are \(Self.names.sorted().joined(separator: ", "))")
    }
    for (name, file) in [("moving", known.moving), ("fixed", known.fixed)] where file.isEmpty || file.contains("\0") {
      throw RequestError(.malformed, "\(name): expected the path of an image")
    }
    self = known
  }

  /// Of nothing, to be filled.
  package init() {}

  private static func value(of line: Data) throws(RequestError) -> JSONValue {
    do { return try JSONDecoder().decode(JSONValue.self, from: line) } catch {
      throw RequestError(.malformed, "expected a JSON object in one line" + JSON.place(of: error))
    }
  }

  /// The settings for this pair.
  ///
  /// - Parameter own: Those of the worker, in which what the request names is replaced.
  /// - Throws: ``RequestError``; `ConfigurationError` comes where the settings are used.
  package func configuration(_ own: RegistrationConfiguration) throws -> RegistrationConfiguration {
    guard let asked = members["configuration"] else { return own }
    let values = try JSONDecoder().decode(JSONValue.self, from: JSON.line(own)).replaced(with: asked)
    let found: RegistrationConfiguration
    do { found = try JSONDecoder().decode(RegistrationConfiguration.self, from: JSON.line(values)) } catch {
      throw RequestError(.malformed, "configuration: \(error.sentence)")
    }
    // A decoder passes over names that it does not know.
    if let other = asked.path(missingIn: try JSONDecoder().decode(JSONValue.self, from: JSON.line(found))) {
      throw RequestError(.malformed, "configuration: there is no '\(other)'; the names are those of registration.json")
    }
    return found
  }

  /// What is known of the pair beforehand.
  ///
  /// - Parameter own: What holds for all of the worker's pairs, where the request says nothing.
  package func guidance(_ own: RegistrationGuidance) throws -> RegistrationGuidance {
    var guidance = own
    guidance.moving = try participation("movingMask", "roi") ?? own.moving
    guidance.fixed = try participation("fixedMask", "fixedRoi") ?? own.fixed
    if let word = try text("staticOverlay") {
      guard let policy = StaticOverlayPolicy(rawValue: word) else {
        throw RequestError(.malformed, "staticOverlay: expected keep or ignore, found '\(word.prefix(80))'")
      }
      guidance.staticOverlay = policy
    }
    guidance.start = try start() ?? own.start
    return guidance
  }

  private func participation(_ mask: String, _ region: String) throws -> Participation? {
    let file = try text(mask).map { URL(path: $0) }
    let rectangle = try text(region).map { text in
      guard let rectangle = PixelRectangle(text) else {
        throw RequestError(.malformed, "\(region): expected \"x,y,width,height\" in whole pixels")
      }
      return rectangle
    }
    guard file != nil || rectangle != nil else { return nil }
    return try Participation(maskFile: file, region: rectangle)
  }

  private func start() throws -> SearchStart? {
    guard let prior = members["prior"] else { return nil }
    var error = SearchStart.defaultPriorError
    if let value = members["priorErrorPixels"] {
      guard let pixels = value.double, pixels > 0 else {
        throw RequestError(.malformed, "priorErrorPixels: expected a positive number of pixels")
      }
      error = pixels
    }
    if let file = prior.string { return try .prior(contentsOf: URL(path: file), errorPixels: error) }
    guard let rows = try? JSONDecoder().decode(Homography.self, from: JSON.line(prior)) else {
      throw RequestError(.malformed, "prior: expected a file or three rows of three numbers")
    }
    return .prior(rows, errorPixels: error)
  }

  private func text(_ name: String) throws(RequestError) -> String? {
    guard let value = members[name] else { return nil }
    guard let text = value.string, !text.contains("\0") else {
      throw RequestError(.malformed, "\(name): expected a text")
    }
    return text
  }
}

extension JSONValue {
  /// Returns the value with what another one names in its place, member by member.
  fileprivate func replaced(with other: JSONValue) -> JSONValue {
    guard case .object(let members) = self, case .object(let asked) = other else { return other }
    return .object(members.merging(asked) { $0.replaced(with: $1) })
  }

  /// Returns the first name, `extraction.maxKeypoints`, that another value does not have; nil where it has all.
  fileprivate func path(missingIn other: JSONValue) -> String? {
    guard case .object(let members) = self else { return nil }
    for (name, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
      guard let known = other[name] else { return name }
      if let rest = value.path(missingIn: known) { return "\(name).\(rest)" }
    }
    return nil
  }
}

extension Error {
  /// What a decoder says of a value.
  fileprivate var sentence: String {
    switch self as? DecodingError {
    case .typeMismatch(_, let context), .dataCorrupted(let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context):
      let place = context.codingPath.map(\.stringValue).joined(separator: ".")
      return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
    default: return "\(self)"
    }
  }
}
