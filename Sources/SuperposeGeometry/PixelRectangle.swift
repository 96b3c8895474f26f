/// A rectangle of whole pixels of an image, or of the plane that the image lies in: it may reach beyond the image.
public struct PixelRectangle: Hashable, Sendable, Codable {
  /// The leftmost column; negative where it lies left of the image.
  public var x: Int
  /// The topmost row; negative where it lies above the image.
  public var y: Int
  /// The number of columns.
  public var width: Int
  /// The number of rows.
  public var height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  package init(columns: Range<Int>, rows: Range<Int>) {
    self.init(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
  }

  public var size: ImageSize { ImageSize(width: width, height: height) }

  /// The rectangle through the centres of the pixels at the border, in the image's plane.
  var outlineOfCenters: ConvexPolygon {
    ConvexPolygon(size.cornerPixels.map { $0 + Point(x: Double(x), y: Double(y)) })
  }

  /// Returns the columns and rows that lie on an image; both may be empty.
  func clipped(to size: ImageSize) -> (columns: Range<Int>, rows: Range<Int>) {
    func range(_ start: Int, _ count: Int, _ limit: Int) -> Range<Int> {
      let (end, overflows) = start.addingReportingOverflow(max(0, count))
      return (start..<(overflows ? Int.max : end)).clamped(to: 0..<limit)
    }
    return (range(x, width, size.width), range(y, height, size.height))
  }
}

/// A rectangle is written as `x,y,width,height`.
extension PixelRectangle: LosslessStringConvertible {
  /// Nil for a text of another form, and for a rectangle without pixels.
  public init?(_ text: String) {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 4, let x = numbers[0], let y = numbers[1], let width = numbers[2], let height = numbers[3],
      width > 0, height > 0
    else { return nil }
    self.init(x: x, y: y, width: width, height: height)
  }

  public var description: String { "\(x),\(y),\(width),\(height)" }
}
