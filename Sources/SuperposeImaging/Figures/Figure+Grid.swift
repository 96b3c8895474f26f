public import SuperposeGeometry

extension Figure {
  /// Where a label's text stands, in parts of the cell's height.
  private static let labelHeight = 0.035

  /// Pictures in rows, each made to fit its cell with its aspect ratio kept and centred on black.
  /// - Parameters:
  ///   - cell: the size of a cell.
  ///   - gap: pixels between cells.
  ///   - labels: written into the top-left corner of each cell, as far as there are any.
  /// - Precondition: at least one row and column; no more pictures than cells.
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
  /// White on a dark outline, so that it can be read on any picture.
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
  /// The largest display picture of the same aspect ratio that fits a cell.
  fileprivate func fitted(into cell: ImageSize) -> Image {
    let scale = min(Double(cell.width) / Double(size.width), Double(cell.height) / Double(size.height))
    let target = ImageSize(
      width: min(cell.width, max(1, Int((Double(size.width) * scale).rounded()))),
      height: min(cell.height, max(1, Int((Double(size.height) * scale).rounded()))))
    return resized(to: target).display()
  }
}
