import COpenCVShim
public import SuperposeGeometry

/// How a picture is resized.
public enum ResizeInterpolation: String, Sendable, CaseIterable {
  /// `area` where neither side grows, `linear` otherwise.
  case automatic
  /// Bilinear, without smoothing before: `cv2.resize`'s default.
  case linear
  /// Each new pixel is the mean of what it covers.
  case area

  func code(from source: ImageSize, to target: ImageSize) -> Int32 {
    let shrinks = target.width <= source.width && target.height <= source.height
    return Int32(self == .area || (self == .automatic && shrinks) ? SUPERPOSE_CV_AREA : SUPERPOSE_CV_LINEAR)
  }
}

extension Image {
  /// The picture at another size; pixel edges are scaled (``PixelGrid/resize(from:to:)``).
  /// - Precondition: the size has at least one pixel.
  public func resized(to target: ImageSize, interpolation: ResizeInterpolation = .automatic) -> Image {
    if target == size { return self }
    return replacing("resize \(size) to \(target)") {
      superpose_cv_resize(
        pixels.handle, Int32(target.width), Int32(target.height), interpolation.code(from: size, to: target), $0, $1)
    }
  }

  /// The picture made no longer than `longSide`, its aspect ratio kept; never enlarged.
  public func shrunk(toLongSide longSide: Int) -> Image {
    guard size.longSide > longSide else { return self }
    let scale = Double(longSide) / Double(size.longSide)
    let target = ImageSize(
      width: max(1, Int((Double(size.width) * scale).rounded())),
      height: max(1, Int((Double(size.height) * scale).rounded())))
    return resized(to: target, interpolation: .area)
  }

  /// A part of the picture; shares its pixels.
  /// - Precondition: the rectangle has at least one pixel and lies on the picture.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Image {
    precondition(
      x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= size.width && y + height <= size.height,
      "a crop of \(width)x\(height) at (\(x), \(y)) does not lie on a picture of \(size)")
    return replacing("crop") {
      superpose_cv_crop(pixels.handle, Int32(x), Int32(y), Int32(width), Int32(height), $0, $1)
    }
  }
}
