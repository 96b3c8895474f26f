import COpenCVShim
public import SuperposeGeometry

/// How a picture is sampled between its pixels.
public enum WarpInterpolation: String, Sendable, CaseIterable {
  case linear
  /// Cubic convolution with a = -1/2 (Keys 1981): sharper than linear, may overshoot at edges.
  case cubic
}

extension Image {
  /// The picture seen in another frame, in its own depth and channels.
  ///
  /// A pixel of the target is filled where its centre comes from a point of this picture (its outermost half pixels
  /// included); elsewhere, and beyond the horizon of the transform, it is zero, which is transparent where there is
  /// alpha. Coordinates are exact (double), sizes are limited by memory only. Colours are weighted by alpha, so nothing
  /// that was transparent shines through at edges. Where the transform shrinks, several samples per pixel are averaged.
  /// - Parameters:
  ///   - targetFromSource: maps this picture's pixels to the target's.
  ///   - target: the size of the result.
  /// - Returns: nil where the transform has no inverse.
  public func warped(
    by targetFromSource: Homography, to target: ImageSize, interpolation: WarpInterpolation = .cubic
  ) -> Image? {
    guard let sourceFromTarget = sourceFromTarget(targetFromSource) else { return nil }
    let result = PixelBuffer(size: target, channels: channels, depth: depth)
    let samples = samplesPerSide(targetFromSource)
    PixelBuffer.trusted("warp \(size) to \(target)") {
      superpose_cv_warp(
        pixels.handle, result.handle, sourceFromTarget.coefficients, interpolation == .linear ? 2 : 4,
        Int32(samples), $0)
    }
    return Image(result, sourceFormat: sourceFormat, frameCount: frameCount)
  }

  /// The inverse, its sign chosen so that the third coordinate is positive on the side of the horizon on which the
  /// picture's centre lies.
  private func sourceFromTarget(_ targetFromSource: Homography) -> Homography? {
    let sign: Double = targetFromSource.depth(at: center) < 0 ? -1 : 1
    return Homography(coefficients: targetFromSource.coefficients.map { sign * $0 }).inverse
  }

  /// How many source pixels fall on a target pixel's side at the picture's centre.
  private func samplesPerSide(_ targetFromSource: Homography) -> Int {
    let side = 1 / abs(targetFromSource.areaScale(at: center)).squareRoot()
    // Sixteen squared samples per pixel are enough for the eye and bound the work.
    return side.isFinite ? min(16, max(1, Int(side.rounded()))) : 16
  }

  private var center: Point { Point(x: Double(size.width - 1) / 2, y: Double(size.height - 1) / 2) }
}
