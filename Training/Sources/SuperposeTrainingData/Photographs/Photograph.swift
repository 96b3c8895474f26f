/// What a pack tells about one of its photographs; the pixels are 8-bit values, a channel after the other, row by row,
/// without gaps.
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
  /// 1 for grey, 3 for red, green and blue.
  public var channels: Int
  public var kind: Kind
  /// The place of the first pixel, in bytes from the start of its part.
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

/// The JSON at the end of a part.
struct PartIndex: Codable {
  /// Counted from 0.
  var part: Int
  /// Whether no part follows, so that a missing one is noticed.
  var isLast: Bool
  var photographs: [Photograph]
}
