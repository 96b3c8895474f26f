import COpenCVShim
public import SuperposeGeometry

/// The interpolation between pixels.
public enum WarpInterpolation: String, Sendable, CaseIterable {
  /// The pixel in which the point lies, copied bit for bit: for labels, whose values must not be mixed.
  case nearest
  case linear
  /// Cubic convolution with a = -1/2 (Keys 1981), which is sharper than linear and may overshoot at edges.
  case cubic
  /// Lanczos' window of three lobes (Duchon 1979): sharper than cubic, overshoots more, takes three times as long.
  case lanczos

  /// How many pixels of a row take part in a sample.
  var taps: Int32 {
    switch self {
    case .nearest: 1
    case .linear: 2
    case .cubic: 4
    case .lanczos: 6
    }
  }
}

extension Image {
  /// Warps the picture to another frame, in its own depth and channels.
  ///
  /// A pixel of the target is filled where its centre comes from a point of this picture, including its outermost half
  /// pixels. Elsewhere, and beyond the horizon of the transform, it is zero, which is transparent where there is alpha.
  /// Coordinates are exact (in double precision), and sizes are limited by memory only. Colours are weighted by alpha,
  /// so that nothing transparent shines through at edges. Where the transform shrinks, several samples are averaged for
  /// each pixel, except by ``WarpInterpolation/nearest``, which mixes nothing.
  ///
  /// - Parameters:
  ///   - targetFromSource: Maps this picture's pixels to those of the target.
  ///   - target: The size of the result.
  ///   - interpolation: The interpolation between pixels.
  /// - Returns: The warped picture, or nil where the transform has no inverse.
  public func warped(
    by targetFromSource: Homography, to target: ImageSize, interpolation: WarpInterpolation = .cubic
  ) -> Image? {
    guard let sampling = WarpSampling(targetFromSource, of: size) else { return nil }
    let result = PixelBuffer(size: target, channels: channels, depth: depth)
    PixelBuffer.trusted("warp \(size) to \(target)") {
      superpose_cv_warp(
        pixels.handle, result.handle, sampling.sourceFromTarget.coefficients, interpolation.taps,
        sampling.samplesPerSide, $0)
    }
    return Image(result, sourceFormat: sourceFormat, frameCount: frameCount, metadata: metadata)
  }
}

/// Where the pixels of a target come from, and how many samples each of them takes.
struct WarpSampling {
  /// The inverse, with its sign chosen so that the third coordinate is positive on the side of the horizon on which the
  /// source's centre lies.
  let sourceFromTarget: Homography
  /// The number of source pixels along a target pixel's side, at the source's centre.
  let samplesPerSide: Int32

  /// Returns nil where the transform has no inverse.
  init?(_ targetFromSource: Homography, of size: ImageSize) {
    let center = size.center
    let sign: Double = targetFromSource.depth(at: center) < 0 ? -1 : 1
    guard let inverse = Homography(coefficients: targetFromSource.coefficients.map { sign * $0 }).inverse else {
      return nil
    }
    sourceFromTarget = inverse
    let side = 1 / abs(targetFromSource.areaScale(at: center)).squareRoot()
    // Sixteen squared samples for each pixel are enough for the eye, and they bound the work.
    samplesPerSide = side.isFinite ? Int32(min(16, max(1, side.rounded()))) : 16
  }
}
