package import Foundation
import SuperposeFiles
package import SuperposeGeometry

/// How a file stores its picture, for programs that read it without turning it and without looking up its palette.
package struct StoredImage: Hashable, Sendable {
  /// As stored: width and height are exchanged where the EXIF orientation lays the picture on its side.
  package let size: ImageSize
  /// The size of the picture as it should be seen.
  package let uprightSize: ImageSize
  /// EXIF 2.32, tag 274.
  package let orientation: Int
  /// How many channels are stored.
  package let bands: Int
  /// 8, 16 or 32 bits of each value.
  package let bitsPerValue: Int

  /// Reads the header of a file, or returns nil where it cannot be read or has a format that is not looked into.
  package init?(contentsOf url: URL) {
    guard let file = try? MappedFile(url.pathText) else { return nil }
    let structure = file.withBytes { FileStructure($0) }
    guard let size = structure.size, let uprightSize = structure.uprightSize, let bands = structure.bands,
      let bits = structure.bitsPerValue
    else { return nil }
    self.size = size
    self.uprightSize = uprightSize
    self.bands = bands
    orientation = structure.orientation
    bitsPerValue = max(8, bits)
  }

  /// Returns where a point of the upright picture lies in the stored one, both counted from the centre of the top-left
  /// pixel.
  package func storedPoint(_ p: Point) -> Point {
    let (right, bottom) = (Double(size.width - 1), Double(size.height - 1))
    switch orientation {
    case 2: return Point(x: right - p.x, y: p.y)
    case 3: return Point(x: right - p.x, y: bottom - p.y)
    case 4: return Point(x: p.x, y: bottom - p.y)
    case 5: return Point(x: p.y, y: p.x)
    case 6: return Point(x: p.y, y: bottom - p.x)
    case 7: return Point(x: right - p.y, y: bottom - p.x)
    case 8: return Point(x: right - p.y, y: p.x)
    default: return p
    }
  }
}
