/// The frame of coordinates of one image: how large it is, and the file it came from.
///
/// It is encoded as `path`, `width` and `height`.
public struct ImageFrame: Hashable, Sendable {
  /// The file's path, as it was given; empty for an image in memory.
  public var path: String
  /// In pixels.
  public var size: ImageSize

  public init(path: String = "", size: ImageSize) {
    self.path = path
    self.size = size
  }

  /// The last part of the path, which is the file's name.
  public var fileName: String { path.split(separator: "/").last.map(String.init) ?? "" }
}

extension ImageFrame: Codable {
  private enum CodingKeys: String, CodingKey {
    case path, width, height
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    size = ImageSize(
      width: try values.decode(Int.self, forKey: .width), height: try values.decode(Int.self, forKey: .height))
    path = try values.decodeIfPresent(String.self, forKey: .path) ?? ""
    guard size.width > 0, size.height > 0 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "an image has at least one pixel, not \(size)"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(path, forKey: .path)
    try values.encode(size.width, forKey: .width)
    try values.encode(size.height, forKey: .height)
  }
}
