import SuperposeFiles

/// What a user knows of a pair beforehand: what of both images takes part, and where the transform is to be looked for.
public struct RegistrationGuidance: Hashable, Sendable {
  /// What of the moving image takes part.
  public var moving = Participation()
  /// What of the fixed image takes part.
  public var fixed = Participation()
  /// Whether that takes part which both images show alike at the same pixels.
  public var staticOverlay = StaticOverlayPolicy.keep
  /// Where the search begins and how far it goes; nil for everywhere.
  public var start: SearchStart?

  /// Nothing: all of both images takes part, and the transform may be any.
  public init() {}

  /// A hash of all of it; empty where nothing is said.
  package var identity: String {
    let parts = [
      moving.identity.map { "moving " + $0 }, fixed.identity.map { "fixed " + $0 },
      staticOverlay == .keep ? nil : "static overlay " + staticOverlay.rawValue, start?.identity,
    ].compactMap { $0 }
    return parts.isEmpty ? "" : sha256(of: Array(parts.joined(separator: ", ").utf8))
  }
}

/// Whether that takes part which both images show alike at the same pixels: captions, frames, a camera's round mask.
public enum StaticOverlayPolicy: String, Codable, CaseIterable, Sendable {
  /// All takes part. Where the result rests on such things alone it is doubtful.
  case keep
  /// What is alike at the same pixels takes no part. Both images must have the same size, and the scene must have moved
  /// between them.
  case ignore
}
