/// A grey image as the networks take it.
public struct GrayImage: Hashable, Sendable {
  /// In pixels.
  public let size: ImageSize
  /// The brightness of each pixel in 0…1, row by row: `[1, 1, height, width]`.
  public let values: [Float]

  /// - Precondition: There is one value for each pixel.
  public init(size: ImageSize, values: [Float]) {
    precondition(
      values.count == size.pixelCount, "a picture of \(size) has \(size.pixelCount) values, not \(values.count)")
    self.size = size
    self.values = values
  }

  /// Returns the image with zeros added at the right and at the bottom.
  ///
  /// - Parameter target: The new size. Neither side may be smaller than it is.
  public func padded(to target: ImageSize) -> GrayImage {
    precondition(
      target.width >= size.width && target.height >= size.height, "a picture of \(size) does not fit into \(target)")
    if target == size { return self }
    var padded = [Float](repeating: 0, count: target.pixelCount)
    for y in 0..<size.height {
      let row = values[y * size.width..<(y + 1) * size.width]
      padded.replaceSubrange(y * target.width..<y * target.width + size.width, with: row)
    }
    return GrayImage(size: target, values: padded)
  }
}
