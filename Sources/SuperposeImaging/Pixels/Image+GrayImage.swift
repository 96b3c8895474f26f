public import SuperposeGeometry

extension Image {
  /// The picture as the networks take it, at a given size (default: its own).
  ///
  /// 8 bits: grey in 8 bits as OpenCV converts it (``gray()``), resized, divided by 255. 16 bits and floating point:
  /// grey, stretched to 0...1 (``IntensityRange``), resized; a constant picture gives zeros. Alpha is ignored.
  public func grayImage(size target: ImageSize? = nil, interpolation: ResizeInterpolation = .automatic) -> GrayImage {
    let target = target ?? size
    if depth == .uint8 {
      let bytes = gray().resized(to: target, interpolation: interpolation).values(as: UInt8.self)
      return GrayImage(size: target, values: bytes.map { Float($0) / 255 })
    }
    let gray = gray()
    let resized = gray.stretched(by: IntensityRange(of: gray), to: .float32)
      .resized(to: target, interpolation: interpolation)
    return GrayImage(size: target, values: resized.values(as: Float.self))
  }

  /// A picture of the networks' values, as floating point.
  /// - Precondition: at least one pixel.
  public init(_ image: GrayImage) {
    self.init(size: image.size, channels: 1, values: image.values)
  }
}
