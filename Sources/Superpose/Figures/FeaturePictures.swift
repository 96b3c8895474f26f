import SuperposeGeometry
public import SuperposeImaging
public import SuperposeMatching

extension MatchResult {
  /// Both images side by side with a line for each match, each in a colour that its neighbours do not have. Large
  /// images are shrunk.
  /// - Parameters:
  ///   - image0: the first image of the pair.
  ///   - image1: the second.
  ///   - lines: at most so many are drawn, spread over the picture; nil for all.
  ///   - style: colour, radius and thickness.
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
  /// Circles round the keypoints of an image, whose pixels they are in. Large images are shrunk.
  public func keypointsPicture(on image: Image, style: Figure.Style = .init()) -> Image {
    Figure.keypoints(keypoints, on: image, style: style)
  }
}

extension Figure {
  /// Circles round the keypoints of each image, the images in a grid. Large images are shrunk.
  ///
  /// - Parameters:
  ///   - features: one set per image, positions in its original pixels.
  ///   - images: as many as there are sets.
  ///   - rows: nil follows from `columns`; with neither, the images stand side by side.
  ///   - columns: nil follows from `rows`.
  ///   - style: colour, radius and thickness of the circles.
  /// - Precondition: at least one image, one set of features per image, and a grid that has room for all.
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
