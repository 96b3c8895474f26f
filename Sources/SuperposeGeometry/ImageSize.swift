/// The size of an image, in whole pixels.
public struct ImageSize: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The number of columns.
  public var width: Int
  /// The number of rows.
  public var height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  public var pixelCount: Int { width * height }
  public var longSide: Int { max(width, height) }
  public var shortSide: Int { min(width, height) }
  public var description: String { "\(width)x\(height)" }

  /// The centres of the four corner pixels, clockwise from the top left.
  public var cornerPixels: [Point] {
    let right = Double(width - 1)
    let bottom = Double(height - 1)
    return [
      Point(x: 0, y: 0), Point(x: right, y: 0), Point(x: right, y: bottom), Point(x: 0, y: bottom),
    ]
  }

  /// The outline of the image, half a pixel outside the centres of the corner pixels, clockwise from the top left.
  public var outline: ConvexPolygon {
    let right = Double(width) - 0.5
    let bottom = Double(height) - 0.5
    return ConvexPolygon([
      Point(x: -0.5, y: -0.5), Point(x: right, y: -0.5), Point(x: right, y: bottom),
      Point(x: -0.5, y: bottom),
    ])
  }

  /// Returns the size times a factor, each side rounded and at least one pixel.
  package func scaled(by factor: Double) -> ImageSize {
    ImageSize(
      width: max(1, Int((Double(width) * factor).rounded())), height: max(1, Int((Double(height) * factor).rounded())))
  }

  /// Returns the size with its proportions kept and its long side at most so many pixels. It is never enlarged.
  package func shrunk(toLongSide side: Int) -> ImageSize {
    longSide > side ? scaled(by: Double(side) / Double(longSide)) : self
  }

  /// Whether a point lies on the image, including the outer halves of the pixels at its border.
  public func contains(_ p: Point) -> Bool {
    p.x >= -0.5 && p.y >= -0.5 && p.x <= Double(width) - 0.5 && p.y <= Double(height) - 0.5
  }
}
