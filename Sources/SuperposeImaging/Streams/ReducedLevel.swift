import SuperposeFiles
import SuperposeGeometry

/// One of the pictures of a file, at full size or smaller: what reading a reduced version begins with.
struct ReducedLevel: Hashable {
  /// Of a file with pages, from 0.
  var page = 0
  /// Of the page, from 0 for its full size: a sub-directory of TIFF.
  var level = 0
  /// A power of two by which a JPEG decoder leaves out detail.
  var jpegShrink = 1
  var size: ImageSize

  /// How many pixels of the full size lie along one of this one. Levels halve, with a last column or row that is
  /// rounded or left out; where the sizes tell of something else, they are taken by their word.
  func factor(from full: ImageSize) -> Double {
    let ratio = Double(full.longSide) / Double(size.longSide)
    let whole = ratio.rounded()
    let isWhole = abs(Double(size.longSide) * whole - Double(full.longSide)) <= whole
    return isWhole ? whole : ratio
  }

  /// Returns the smallest picture of a file that is at least so large on its longer side.
  ///
  /// - Parameter full: The page at its full size.
  static func smallest(
    of structure: FileStructure, _ bytes: UnsafeRawBufferPointer, full: ReducedLevel, longSide: Int
  ) -> ReducedLevel {
    var levels = [full]
    if structure.format == .jpeg {
      levels += [2, 4, 8].map { shrink in
        let size = ImageSize(
          width: (full.size.width + shrink - 1) / shrink, height: (full.size.height + shrink - 1) / shrink)
        return ReducedLevel(jpegShrink: shrink, size: size)
      }
    } else if structure.format == .tiff, let tiff = TIFFReader(ByteReader(bytes)) {
      levels += tiff.reducedLevels(of: full)
    }
    return levels.filter { $0.size.longSide >= longSide }.min { $0.size.longSide < $1.size.longSide } ?? full
  }
}

extension TIFFReader {
  /// The pictures that are marked as reduced versions of a page: its sub-directories, and the pages that follow it.
  fileprivate func reducedLevels(of full: ReducedLevel) -> [ReducedLevel] {
    let pages = directories(atMost: FileStructure.maxPages)
    guard pages.indices.contains(full.page) else { return [] }
    let under = pages[full.page].values(.subDirectories).enumerated().compactMap { index, offset in
      Directory(self, at: offset).flatMap { $0.reducedSize(of: full.size) }.map {
        ReducedLevel(page: full.page, level: index + 1, size: $0)
      }
    }
    let following = pages.indices.dropFirst(full.page + 1).prefix { pages[$0].isReduced }.compactMap { index in
      pages[index].reducedSize(of: full.size).map { ReducedLevel(page: index, size: $0) }
    }
    return under + following
  }
}

extension TIFFReader.Directory {
  /// Bit 0 of the subfile type.
  fileprivate var isReduced: Bool { (value(.subfileType) ?? 0) & 1 == 1 }

  /// Returns the size where it has the proportions of the full picture.
  fileprivate func reducedSize(of full: ImageSize) -> ImageSize? {
    guard isReduced, let width = value(.width), let height = value(.height), width > 0, height > 0,
      // Masks are marked as reduced versions, too, and have one bit.
      value(.bitsPerSample) != 1
    else { return nil }
    let (across, down) = (Double(full.width) / Double(width), Double(full.height) / Double(height))
    return abs(across - down) < 0.02 * max(across, down) + 2 / Double(min(width, height)) * across
      ? ImageSize(width: width, height: height) : nil
  }
}
