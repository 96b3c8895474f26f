/// The entry of a photograph in a pack's index. Its pixels are 8-bit values, one channel after the other, row by row,
/// without gaps.
public struct Photograph: Hashable, Sendable, Codable {
  /// The kind of picture. Training takes only a part of its samples from textures.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case photo
    /// A surface or pattern that fills the picture.
    case texture
    /// A picture of a scene that a program made.
    case render
    case map
  }

  /// The file's path within the folder that was packed.
  public var name: String
  /// The width in pixels.
  public var width: Int
  public var height: Int
  /// The number of channels: 1 for grey, 3 for red, green and blue.
  public var channels: Int
  public var kind: Kind
  /// The place of the first pixel, in bytes from the start of the part.
  var offset: Int

  static let channelCounts = [1, 3]
  var byteCount: Int { channels * width * height }
}

extension Photograph {
  private enum CodingKeys: String, CodingKey { case name, width, height, channels, kind, offset }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try fields.decode(String.self, forKey: .name), width: try fields.decode(Int.self, forKey: .width),
      height: try fields.decode(Int.self, forKey: .height),
      channels: try fields.decodeIfPresent(Int.self, forKey: .channels) ?? 1,
      kind: try fields.decode(Kind.self, forKey: .kind), offset: try fields.decode(Int.self, forKey: .offset))
  }
}

/// The JSON index at the end of a part.
struct PartIndex: Codable {
  /// The number of the part, counted from 0.
  var part: Int
  /// Whether this is the last part, so that a missing one is noticed.
  var isLast: Bool
  var photographs: [Photograph]
}
