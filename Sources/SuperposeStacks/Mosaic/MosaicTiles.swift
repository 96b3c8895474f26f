import SuperposeGeometry

/// A part of a mosaic that is blended by itself.
struct MosaicTile {
  /// The pixels that are kept.
  let core: PixelRectangle
  /// The pixels that are blended: the coarse bands of the core see so far.
  let area: PixelRectangle
  /// The frames that reach the area, and the part of it that each covers.
  var frames: [(index: Int, area: PixelRectangle)] = []
}

/// The division of a large mosaic into parts.
struct MosaicTiles {
  private let tiles: [MosaicTile]

  /// - Parameters:
  ///   - size: The mosaic's.
  ///   - side: About that of a part, in pixels.
  ///   - bands: The number of frequency bands. Pixels of the coarsest are 2^bands pixels of the mosaic apart: parts
  ///     begin on one of them, so that all parts have the same, and see eight of them beyond what is kept. With four,
  ///     parts of different light differ by several grey values where they meet.
  init(_ size: ImageSize, side: Int, bands: Int) {
    let step = 1 << bands
    let (side, margin) = (max(1, (side + step / 2) / step) * step, 8 * step)
    func ranges(_ count: Int) -> [(core: Range<Int>, all: Range<Int>)] {
      stride(from: 0, to: count, by: side).map { start in
        let core = start..<min(start + side, count)
        return (core, max(0, start - margin)..<min(core.upperBound + margin, count))
      }
    }
    tiles = ranges(size.height).flatMap { rows in
      ranges(size.width).map { columns in
        MosaicTile(
          core: PixelRectangle(columns: columns.core, rows: rows.core),
          area: PixelRectangle(columns: columns.all, rows: rows.all))
      }
    }
  }

  /// Returns the parts that show something, in reading order.
  func reached(by frames: [MosaicFrame]) -> [MosaicTile] {
    tiles.compactMap { tile in
      guard frames.contains(where: { $0.box.intersection(tile.core) != nil }) else { return nil }
      var reached = tile
      reached.frames = frames.enumerated().compactMap { index, frame in
        frame.box.intersection(tile.area).map { (index, $0) }
      }
      return reached
    }
  }
}

extension PixelRectangle {
  /// Returns the pixels of both; nil where there are none.
  fileprivate func intersection(_ other: PixelRectangle) -> PixelRectangle? {
    let columns = (x..<x + width).clamped(to: other.x..<other.x + other.width)
    let rows = (y..<y + height).clamped(to: other.y..<other.y + other.height)
    return columns.isEmpty || rows.isEmpty ? nil : PixelRectangle(columns: columns, rows: rows)
  }
}
