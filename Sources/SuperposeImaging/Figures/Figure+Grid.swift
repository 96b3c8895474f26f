public import SuperposeGeometry

extension Figure {
  /// The height of a label's letters, as a fraction of the cell's height.
  private static let labelHeight = 0.035

  /// Arranges pictures in rows. Each is scaled to fit its cell, with its aspect ratio kept, and centred on black.
  ///
  /// - Parameters:
  ///   - images: The pictures, in reading order.
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - cell: The size of a cell.
  ///   - gap: The number of pixels between cells.
  ///   - labels: Texts for the top-left corner of each cell, as far as there are any.
  /// - Precondition: There is at least one row and one column, and no more pictures than cells.
  public static func grid(
    _ images: [Image], rows: Int, columns: Int, cell: ImageSize, gap: Int = 8, labels: [String] = []
  ) -> Image {
    precondition(
      rows > 0 && columns > 0 && images.count <= rows * columns,
      "\(images.count) pictures do not fit a grid of \(rows)x\(columns)")
    let canvas = Canvas(
      size: ImageSize(
        width: columns * cell.width + (columns - 1) * gap, height: rows * cell.height + (rows - 1) * gap))
    for (i, image) in images.enumerated() {
      let corner = (x: i % columns * (cell.width + gap), y: i / columns * (cell.height + gap))
      let picture = image.fitted(into: cell)
      canvas.paste(
        picture, x: corner.x + (cell.width - picture.size.width) / 2,
        y: corner.y + (cell.height - picture.size.height) / 2)
      if i < labels.count {
        canvas.label(labels[i], x: corner.x, y: corner.y, height: Double(cell.height) * labelHeight)
      }
    }
    return canvas.image()
  }
}

extension Canvas {
  /// Writes white text with a dark outline, so that it can be read on any picture.
  fileprivate func label(_ text: String, x: Int, y: Int, height: Double) {
    let height = max(8, height)
    let baseline = y + Int(1.8 * height)
    let left = x + Int(0.8 * height)
    for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1), (1, 1)] {
      self.text(text, x: left + dx, y: baseline + dy, height: height, color: Color(rgb: 0))
    }
    self.text(text, x: left, y: baseline, height: height, color: .white)
  }
}

extension Image {
  /// Returns the largest display picture of the same aspect ratio that fits into a cell.
  fileprivate func fitted(into cell: ImageSize) -> Image {
    let scale = min(Double(cell.width) / Double(size.width), Double(cell.height) / Double(size.height))
    let target = ImageSize(
      width: min(cell.width, max(1, Int((Double(size.width) * scale).rounded()))),
      height: min(cell.height, max(1, Int((Double(size.height) * scale).rounded()))))
    return resized(to: target).display()
  }
}
