import COpenCVShim
public import SuperposeGeometry

/// The interpolation for resizing.
public enum ResizeInterpolation: String, Sendable, CaseIterable {
  /// `area` where neither side grows, and `linear` otherwise.
  case automatic
  /// Bilinear, without smoothing first: the default of `cv2.resize`.
  case linear
  /// Each new pixel is the mean of the pixels that it covers.
  case area

  func code(from source: ImageSize, to target: ImageSize) -> Int32 {
    let shrinks = target.width <= source.width && target.height <= source.height
    return Int32(self == .area || (self == .automatic && shrinks) ? SUPERPOSE_CV_AREA : SUPERPOSE_CV_LINEAR)
  }
}

extension Image {
  /// Resizes the picture. Pixel edges are scaled (``PixelGrid/resize(from:to:)``).
  ///
  /// - Parameters:
  ///   - target: The new size, with at least one pixel.
  ///   - interpolation: The interpolation.
  public func resized(to target: ImageSize, interpolation: ResizeInterpolation = .automatic) -> Image {
    if target == size { return self }
    return replacing("resize \(size) to \(target)") {
      superpose_cv_resize(
        pixels.handle, Int32(target.width), Int32(target.height), interpolation.code(from: size, to: target), $0, $1)
    }
  }

  /// Shrinks the picture to at most `longSide` on its longer side, with its aspect ratio kept. It is never enlarged.
  public func shrunk(toLongSide longSide: Int) -> Image {
    resized(to: size.shrunk(toLongSide: longSide), interpolation: .area)
  }

  /// Returns a part of the picture, which shares its pixels.
  ///
  /// - Precondition: The rectangle has at least one pixel and lies on the picture.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Image {
    precondition(
      x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= size.width && y + height <= size.height,
      "a crop of \(width)x\(height) at (\(x), \(y)) does not lie on a picture of \(size)")
    return replacing("crop") {
      superpose_cv_crop(pixels.handle, Int32(x), Int32(y), Int32(width), Int32(height), $0, $1)
    }
  }
}
