public import SuperposeGeometry

/// What the detector sees: one grey picture, `[1, 1, H, W]`, values in 0...1.
public struct GrayTensor: Hashable, Sendable {
  /// Width and height of `values`.
  public let size: ImageSize

  /// The part of it, at the top left, that is picture; the rest is padding.
  public let contentSize: ImageSize

  /// Row by row, `size.pixelCount` of them.
  public let values: [Float]

  /// - Precondition: one value per pixel of `size`; `contentSize` (default: all) fits in it.
  public init(size: ImageSize, values: [Float], contentSize: ImageSize? = nil) {
    precondition(
      values.count == size.pixelCount, "a tensor of \(size) has \(size.pixelCount) values, not \(values.count)")
    let contentSize = contentSize ?? size
    precondition(
      contentSize.width <= size.width && contentSize.height <= size.height,
      "a content of \(contentSize) does not fit into \(size)")
    self.size = size
    self.contentSize = contentSize
    self.values = values
  }

  /// Zeros added at the right and the bottom until both sides are multiples of `multiple`.
  public func padded(toMultipleOf multiple: Int) -> GrayTensor {
    let target = ImageSize(
      width: (size.width + multiple - 1) / multiple * multiple,
      height: (size.height + multiple - 1) / multiple * multiple)
    if target == size { return self }
    var padded = [Float](repeating: 0, count: target.pixelCount)
    for y in 0..<size.height {
      let row = values[y * size.width..<(y + 1) * size.width]
      padded.replaceSubrange(y * target.width..<y * target.width + size.width, with: row)
    }
    return GrayTensor(size: target, values: padded, contentSize: contentSize)
  }
}

extension Image {
  /// The picture as the network takes it, at a given size (default: its own).
  ///
  /// 8 bits: grey in 8 bits as OpenCV converts it (``gray()``), resized, divided by 255. 16 bits and floating point:
  /// grey, stretched to 0...1 (``IntensityRange``), resized; a constant picture gives zeros. Alpha is ignored.
  public func grayTensor(size target: ImageSize? = nil, interpolation: ResizeInterpolation = .automatic) -> GrayTensor {
    let target = target ?? size
    if depth == .uint8 {
      let bytes = gray().resized(to: target, interpolation: interpolation).values(as: UInt8.self)
      return GrayTensor(size: target, values: bytes.map { Float($0) / 255 })
    }
    let gray = gray()
    let resized = gray.stretched(by: IntensityRange(of: gray), to: .float32)
      .resized(to: target, interpolation: interpolation)
    return GrayTensor(size: target, values: resized.values(as: Float.self))
  }
}
