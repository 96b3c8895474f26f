import COpenCVShim
public import SuperposeGeometry

extension Image {
  /// Grey of the same depth: 0.299 R + 0.587 G + 0.114 B; alpha is ignored.
  public func gray() -> Image { withChannels(1) }

  /// The picture with an alpha channel; opaque where it had none.
  public func addingAlpha() -> Image { withChannels(4) }

  /// An 8-bit picture to look at or draw on: 3 channels, no alpha. Other depths are stretched so that the darkest and
  /// brightest thousandth of the grey values are clipped (``IntensityRange``).
  public func display() -> Image {
    (depth == .uint8 ? self : stretched(by: IntensityRange(of: self), to: .uint8)).withChannels(3)
  }

  func withChannels(_ count: Int) -> Image {
    if count == channels { return self }
    return replacing("convert \(channels) to \(count) channels") {
      superpose_cv_to_channels(pixels.handle, Int32(count), $0, $1)
    }
  }

  /// Maps a range to 0...255 (`uint8`) or 0...1 (`float32`), clamped; NaN and constant pictures become 0.
  func stretched(by range: IntensityRange, to depth: Depth) -> Image {
    replacing("stretch") { superpose_cv_stretch(pixels.handle, range.low, range.high, depth.code, $0, $1) }
  }
}

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
