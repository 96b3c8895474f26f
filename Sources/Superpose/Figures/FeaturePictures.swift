import SuperposeGeometry
public import SuperposeImaging
public import SuperposeMatching

extension MatchResult {
  /// Draws both images side by side with a line for each match, in colours that differ from those of its neighbours.
  /// Large images are shrunk.
  ///
  /// - Parameters:
  ///   - image0: The first image of the pair.
  ///   - image1: The second image of the pair.
  ///   - lines: The largest number of lines, which are spread over the picture; nil for all.
  ///   - style: The colour, radius and thickness.
  public func matchesPicture(
    _ image0: Image, _ image1: Image, lines: Int? = Figure.defaultLines, style: Figure.Style = .init()
  ) -> Image {
    let matches = confidence.indices.map { index in
      Figure.Match(left: mkpts0[index], right: mkpts1[index], confidence: Double(confidence[index]))
    }
    let caption = Figure.Caption(title: "matched", color: .blue)
    return Figure.matches(matches, left: image0, right: image1, lines: lines, style: style, caption: caption)
  }
}

extension Features {
  /// Draws circles around the keypoints on an image, in whose pixels they are. Large images are shrunk.
  public func keypointsPicture(on image: Image, style: Figure.Style = .init()) -> Image {
    Figure.keypoints(keypoints, on: image, style: style)
  }
}

extension Figure {
  /// Draws circles around the keypoints of each image, with the images in a grid. Large images are shrunk.
  ///
  /// - Parameters:
  ///   - features: One set for each image, with positions in its original pixels.
  ///   - images: As many images as there are sets.
  ///   - rows: The number of rows; nil follows from `columns`. Where both are nil, the images are side by side.
  ///   - columns: The number of columns; nil follows from `rows`.
  ///   - style: The colour, radius and thickness of the circles.
  /// - Precondition: There is at least one image, one set of features for each image, and a grid with room for all.
  public static func keypoints(
    of features: [Features], on images: [Image], rows: Int? = nil, columns: Int? = nil, style: Style = .init()
  ) -> Image {
    precondition(
      features.count == images.count && !images.isEmpty,
      "\(features.count) sets of keypoints do not belong to \(images.count) images")
    let grid = Grid(count: images.count, rows: rows, columns: columns)
    let side = grid.count == 1 ? Figure.defaultLongSide : grid.cellLongSide
    let pictures = zip(features, images).map { keypoints($0.keypoints, on: $1, style: style, longSide: side) }
    guard grid.count > 1 else { return pictures[0] }
    let cell = ImageSize.cell(for: pictures.map(\.size), longSide: side)
    return Figure.grid(pictures, rows: grid.rows, columns: grid.columns, cell: cell)
  }
}

/// The numbers of rows and columns in which pictures are arranged.
private struct Grid {
  /// The largest side of a grid in pixels, however many cells it has.
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
