import COpenCVShim
public import SuperposeGeometry

extension Image {
  /// Converts to grey of the same depth: 0.299 R + 0.587 G + 0.114 B. Alpha is ignored.
  public func gray() -> Image { withChannels(1) }

  /// Returns the picture with an alpha channel, which is opaque where it had none.
  public func addingAlpha() -> Image { withChannels(4) }

  /// Returns an 8-bit picture to look at or draw on, with 3 channels and without alpha. Other depths are stretched so
  /// that the darkest and the brightest thousandth of the grey values are clipped (``IntensityRange``).
  public func display() -> Image {
    (depth == .uint8 ? self : stretched(by: IntensityRange(of: self), to: .uint8)).withChannels(3)
  }

  package func withChannels(_ count: Int) -> Image {
    if count == channels { return self }
    return replacing("convert \(channels) to \(count) channels") {
      superpose_cv_to_channels(pixels.handle, Int32(count), $0, $1)
    }
  }

  /// Maps a range to 0...255 (`uint8`) or 0...1 (`float32`), clamped. NaN and constant pictures become 0.
  package func stretched(by range: IntensityRange, to depth: Depth) -> Image {
    replacing("stretch") { superpose_cv_stretch(pixels.handle, range.low, range.high, depth.code, $0, $1) }
  }
}

extension Image {
  /// Returns a picture of 8 bits in the range of another depth of whole numbers.
  package func widened(to depth: Depth) -> Image {
    guard self.depth == .uint8, depth == .uint16 else { return self }
    let values = values(as: UInt8.self).map { 257 * UInt16($0) }
    return Image(size: size, channels: channels, values: values)
  }

  /// Converts the picture to the form that the networks take.
  ///
  /// A picture of 8 bits is converted to grey in 8 bits as OpenCV does it (``gray()``), resized, and divided by 255.
  /// One of 16 bits or floating point is converted to grey, stretched to 0...1 (``IntensityRange``), and resized; a
  /// constant picture gives zeros. Alpha is ignored.
  ///
  /// - Parameters:
  ///   - target: The size; nil for the picture's own.
  ///   - interpolation: The interpolation for resizing.
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

  /// Makes a floating-point picture of the networks' values.
  ///
  /// - Precondition: There is at least one pixel.
  public init(_ image: GrayImage) {
    self.init(size: image.size, channels: 1, values: image.values)
  }
}
