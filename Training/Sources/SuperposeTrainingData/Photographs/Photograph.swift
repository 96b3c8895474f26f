/// What a pack tells about one of its photographs; the pixels are 8-bit grey values, row by row, without gaps.
public struct Photograph: Hashable, Sendable, Codable {
  /// Training takes only part of its samples from textures.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case photo
    /// A surface or pattern that fills the picture.
    case texture
    /// A picture that a program made of a scene.
    case render
    case map
  }

  /// The file's path within the folder that was packed.
  public var name: String
  /// In pixels.
  public var width: Int
  public var height: Int
  public var kind: Kind
  /// Of the first pixel, in bytes from the start of its part.
  var offset: Int
}

/// The JSON at the end of a part.
struct PartIndex: Codable {
  /// Counted from 0.
  var part: Int
  /// Whether no part follows, so that a missing one is noticed.
  var isLast: Bool
  var photographs: [Photograph]
}
