public import Foundation
import SuperposeFiles
import SuperposeGeometry
public import SuperposeImaging

/// An image of a page: the address of its picture, and the facts about its file.
public struct PagePicture: Hashable, Sendable {
  /// The address of the picture, which may be of any size; `data:` for a picture that is inside the page.
  public var address: String
  /// The file's size in bytes; nil where it is not known.
  public var byteCount: Int?
  /// The SHA-256 of the file's content, likewise.
  public var sha256: String?

  /// A picture that lies somewhere else.
  public init(address: String, byteCount: Int? = nil, sha256: String? = nil) {
    self.address = address
    self.byteCount = byteCount
    self.sha256 = sha256
  }

  /// Makes a picture inside the page from an image, described by the file that it was read from.
  ///
  /// - Parameters:
  ///   - image: The image.
  ///   - file: The path of its file.
  ///   - longSide: The largest number of pixels of the picture's long side.
  /// - Throws: What encoding the picture throws.
  public init(_ image: Image, file: URL, longSide: Int) throws {
    let jpeg = try EmbeddedPicture.jpeg(of: image, longSide: longSide)
    self.init(address: "data:image/jpeg;base64," + Data(jpeg).base64EncodedString())
    // Where the file has gone in the meantime, the facts about it are left out.
    guard let mapped = try? MappedFile(file.pathText) else { return }
    mapped.withBytes { bytes in
      byteCount = bytes.count
      sha256 = SuperposeFiles.sha256(of: bytes)
    }
  }
}

/// Makes JPEG files that are small enough to be part of a page.
public enum EmbeddedPicture {
  public static let defaultLongSide = 2048
  /// The largest size of a picture in bytes. Two of them, in base 64, which takes a third more, leave a page under 6
  /// MB.
  private static let mostBytes = 2_100_000
  /// The qualities that are tried, from hardly visible losses to visible ones. The last is taken whatever its size.
  private static let qualities = [88, 80, 70, 60, 45, 30]

  /// Encodes a picture to look at, in 8 bits and without alpha. Where larger pictures are asked for, they may take more
  /// bytes in proportion.
  /// - Parameter longSide: the longer side of the result in pixels, at most.
  public static func jpeg(of image: Image, longSide: Int) throws -> [UInt8] {
    let shrunk = image.shrunk(toLongSide: longSide)
    let picture = shrunk.channels == 1 && shrunk.depth == .uint8 ? shrunk : shrunk.display()
    let share = max(1, Double(longSide) / Double(defaultLongSide))
    let limit = Int(Double(mostBytes) * share * share)
    var bytes: [UInt8] = []
    for quality in qualities {
      bytes = try picture.encoded(as: .jpeg, quality: quality)
      if bytes.count <= limit { break }
    }
    return bytes
  }

  /// Draws both images beside each other as one small picture.
  static func thumbnail(of moving: Image, _ fixed: Image) throws -> [UInt8] {
    let pictures = [moving, fixed].map { $0.shrunk(toLongSide: 4 * thumbnailSide).filling(thumbnailSide) }
    let cell = ImageSize(width: thumbnailSide, height: thumbnailSide)
    return try Figure.grid(pictures, rows: 1, columns: 2, cell: cell, gap: 2).encoded(as: .jpeg, quality: 80)
  }

  /// Twice the size that the list shows, for screens with two pixels per point.
  private static let thumbnailSide = 119
}

extension Image {
  /// Returns the middle of the picture as a square of a given side.
  fileprivate func filling(_ side: Int) -> Image {
    let shortSide = min(size.width, size.height)
    return cropped(
      x: (size.width - shortSide) / 2, y: (size.height - shortSide) / 2, width: shortSide, height: shortSide
    )
    .resized(to: ImageSize(width: side, height: side))
  }
}
