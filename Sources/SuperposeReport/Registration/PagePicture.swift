import Foundation
import SuperposeFiles
import SuperposeGeometry
public import SuperposeImaging

/// An image of a page: where its picture is, and what is known about its file.
public struct PagePicture: Hashable, Sendable {
  /// An address of the picture, of whatever size; `data:` for one that is inside the page.
  public var address: String
  /// The file's size in bytes and the SHA-256 of its content; nil where they are not known.
  public var byteCount: Int?
  public var sha256: String?

  public init(address: String, byteCount: Int? = nil, sha256: String? = nil) {
    self.address = address
    self.byteCount = byteCount
    self.sha256 = sha256
  }

  /// A picture inside the page, made from an image and described by the file that it was read from.
  /// - Parameter longSide: the most pixels of its long side.
  public init(_ image: Image, file: String, longSide: Int) throws {
    let jpeg = try EmbeddedPicture.jpeg(of: image, longSide: longSide)
    self.init(address: "data:image/jpeg;base64," + Data(jpeg).base64EncodedString())
    // A file that has gone meanwhile leaves its facts out.
    guard let mapped = try? MappedFile(file) else { return }
    mapped.withBytes { bytes in
      byteCount = bytes.count
      sha256 = SuperposeFiles.sha256(of: bytes)
    }
  }
}

/// JPEG files that are small enough to stand in a page.
enum EmbeddedPicture {
  static let defaultLongSide = 2048
  /// Two of them, written in letters that take a third more, leave a page under 6 MB.
  private static let mostBytes = 2_100_000
  /// From hardly seen to seen; the last one is taken whatever it needs.
  private static let qualities = [88, 80, 70, 60, 45, 30]

  /// The picture to look at, 8 bits, no alpha. A page with larger pictures may be larger in the same measure.
  static func jpeg(of image: Image, longSide: Int) throws -> [UInt8] {
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

  /// Both images beside each other, small.
  static func thumbnail(of moving: Image, _ fixed: Image) throws -> [UInt8] {
    let pictures = [moving, fixed].map { $0.shrunk(toLongSide: 4 * thumbnailSide).filling(thumbnailSide) }
    let cell = ImageSize(width: thumbnailSide, height: thumbnailSide)
    return try Figure.grid(pictures, rows: 1, columns: 2, cell: cell, gap: 2).encoded(as: .jpeg, quality: 80)
  }

  /// Twice what the list shows, for screens of two pixels a point.
  private static let thumbnailSide = 119
}

extension Image {
  /// The middle of the picture as a square of a size.
  fileprivate func filling(_ side: Int) -> Image {
    let shortSide = min(size.width, size.height)
    return cropped(
      x: (size.width - shortSide) / 2, y: (size.height - shortSide) / 2, width: shortSide, height: shortSide
    )
    .resized(to: ImageSize(width: side, height: side))
  }
}
