/// A grey picture as the networks take it.
public struct GrayImage: Hashable, Sendable {
  public let size: ImageSize
  /// `[1, 1, height, width]` in 0…1, row by row.
  public let values: [Float]

  /// - Precondition: one value per pixel.
  public init(size: ImageSize, values: [Float]) {
    precondition(
      values.count == size.pixelCount, "a picture of \(size) has \(size.pixelCount) values, not \(values.count)")
    self.size = size
    self.values = values
  }

  /// The picture with zeros at the right and the bottom.
  /// - Precondition: neither side shrinks.
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
