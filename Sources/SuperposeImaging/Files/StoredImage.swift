package import Foundation
import SuperposeFiles
package import SuperposeGeometry

/// How a file stores its picture, for programs that read it without turning it and without looking up its palette.
package struct StoredImage: Hashable, Sendable {
  /// The pixels as they are stored.
  package let grid: StoredGrid
  /// How many channels are stored.
  package let bands: Int
  /// 8, 16 or 32 bits of each value.
  package let bitsPerValue: Int
  /// How many pages or frames the file has.
  package let frameCount: Int

  /// Reads the header of a file, or returns nil where it cannot be read or has a format that is not looked into.
  package init?(contentsOf url: URL, page: ImagePage = .first) {
    guard let file = try? MappedFile(url.pathText) else { return nil }
    let structure = file.withBytes { FileStructure($0, page: page) }
    guard let size = structure.size, let bands = structure.bands, let bits = structure.bitsPerValue else { return nil }
    grid = StoredGrid(size: size, orientation: structure.orientation)
    self.bands = bands
    bitsPerValue = max(8, bits)
    frameCount = structure.frameCount
  }

  /// As stored.
  package var size: ImageSize { grid.size }
  package var orientation: Int { grid.orientation }
  /// The size of the picture as it should be seen.
  package var uprightSize: ImageSize { grid.uprightSize }

  /// Returns how many bytes the decoded picture takes together with one of another size made of it.
  package func byteCount(withResultOf size: ImageSize) -> Int {
    let (pixels, overflows) = self.size.pixelCount.addingReportingOverflow(size.pixelCount)
    let (bytes, isTooMany) = pixels.multipliedReportingOverflow(by: bands * bitsPerValue / 8)
    return overflows || isTooMany ? .max : bytes
  }
}
