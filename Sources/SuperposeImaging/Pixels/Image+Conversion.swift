import COpenCVShim

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
