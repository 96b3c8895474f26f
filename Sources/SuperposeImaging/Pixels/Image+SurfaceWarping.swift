import COpenCVShim
public import SuperposeGeometry

extension Image {
  /// Warps the picture to another frame by a map that need not be a homography, as ``warped(by:to:interpolation:)``
  /// does by one.
  ///
  /// - Parameters:
  ///   - sourceFromTarget: Maps the target's pixels to this picture's.
  ///   - target: The size of the result.
  ///   - interpolation: The interpolation between pixels.
  public func warped(
    through sourceFromTarget: PlaneMap, to target: ImageSize, interpolation: WarpInterpolation = .cubic
  ) -> Image {
    warped(to: target, interpolation: interpolation) { sourceFromTarget($0) }
  }

  /// Warps the picture by any map.
  ///
  /// - Parameters:
  ///   - target: The size of the result.
  ///   - interpolation: The interpolation between pixels.
  ///   - sourceFromTarget: Maps a point of the target to this picture, in pixels, or says that it shows nothing. It is
  ///     called on several threads.
  package func warped(
    to target: ImageSize, interpolation: WarpInterpolation = .cubic,
    sourceFromTarget: @Sendable @escaping (Point) -> Point?
  ) -> Image {
    let result = PixelBuffer(size: target, channels: channels, depth: depth)
    let sampling = MapSampling(sourceFromTarget, of: size, in: target)
    // A strip's table of points stays small beside the picture.
    let stripHeight = max(1, Self.stripPoints / (target.width + 2))
    for first in stride(from: 0, to: target.height, by: stripHeight) {
      let count = min(stripHeight, target.height - first)
      let strip = PixelRectangle(x: 0, y: first, width: target.width, height: count)
      let points = sampling.pointsInParallel(of: strip)
      PixelBuffer.trusted("warp \(size) to \(target)") {
        superpose_cv_warp_rows(
          pixels.handle, result.handle, points, Int32(first), Int32(count), interpolation.taps,
          sampling.samplesPerSide, $0)
      }
    }
    return Image(result, sourceFormat: sourceFormat, frameCount: frameCount, metadata: metadata)
  }

  private static let stripPoints = 1 << 19
}

extension Image {
  /// Warps the picture by a transform from its own pixels to the fixed frame, whether that is a plane's or follows a
  /// surface. Returns nil where the transform has no inverse.
  package func warped(by transform: ImageTransform, interpolation: WarpInterpolation = .cubic) -> Image? {
    transform.isPlane
      ? warped(by: transform.fixedFromMoving, to: transform.fixed.size, interpolation: interpolation)
      : warped(through: transform.movingFromFixedMap, to: transform.fixed.size, interpolation: interpolation)
  }
}
