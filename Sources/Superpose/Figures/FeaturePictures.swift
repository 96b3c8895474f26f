import SuperposeGeometry
public import SuperposeImaging
public import SuperposeMatching

/// Two images side by side with a line for each match, in the colour of its confidence: red at 0 to green at 1. Large
/// images are shrunk.
public func matchesPicture(of result: MatchResult, _ image0: Image, _ image1: Image) -> Image {
  let matches = result.confidence.indices.map { index in
    Figure.Match(
      left: result.mkpts0[index], right: result.mkpts1[index], confidence: Double(result.confidence[index]))
  }
  return Figure.matches(matches, left: image0, right: image1)
}

/// Circles round the keypoints of each image, the images in a grid. Large images are shrunk.
///
/// - Parameters:
///   - features: one set per image, positions in its original pixels.
///   - rows, columns: what is nil follows from the other; with neither, the images stand side by side.
/// - Precondition: at least one image, one set of features per image, and a grid that has room for all.
public func keypointsPicture(of features: [Features], on images: [Image], rows: Int? = nil, columns: Int? = nil)
  -> Image
{
  precondition(
    features.count == images.count && !images.isEmpty,
    "\(features.count) sets of keypoints do not belong to \(images.count) images")
  let grid = Grid(count: images.count, rows: rows, columns: columns)
  let side = grid.count == 1 ? Figure.defaultLongSide : grid.cellLongSide
  let pictures = zip(features, images).map { Figure.keypoints($0.keypoints, on: $1, longSide: side) }
  guard grid.count > 1 else { return pictures[0] }
  let cell = ImageSize.cell(for: pictures.map(\.size), longSide: side)
  return Figure.grid(pictures, rows: grid.rows, columns: grid.columns, cell: cell)
}

/// How many rows and columns pictures stand in.
private struct Grid {
  /// A grid's sides stay below this, in pixels, however many cells it has.
  static let maximumSide = 16_384

  let rows: Int
  let columns: Int

  init(count: Int, rows: Int?, columns: Int?) {
    func needed(_ parts: Int) -> Int { (count + max(1, parts) - 1) / max(1, parts) }
    self.rows = rows ?? columns.map(needed) ?? 1
    self.columns = columns ?? needed(self.rows)
  }

  var count: Int { rows * columns }

  var cellLongSide: Int { max(1, min(Registration.cellLongSide, Self.maximumSide / max(rows, columns, 1))) }
}
