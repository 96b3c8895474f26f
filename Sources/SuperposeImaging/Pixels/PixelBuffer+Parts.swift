import COpenCVShim
import SuperposeGeometry

extension PixelBuffer {
  /// A rectangle of a picture in memory that belongs to somebody else.
  struct Part {
    var area: PixelRectangle
    /// The size of the whole picture.
    var picture: ImageSize
    var pixels: UnsafeMutableRawPointer
    var rowBytes: Int
  }

  /// What the pixels of a part are.
  struct PartLayout {
    var bands: Int
    var hasAlpha: Bool
    var depth: Image.Depth

    var pixelBytes: Int { bands * depth.byteCount }
  }

  /// Warps a part of a picture into a part of another, in the calling thread.
  static func warpPart(
    _ source: Part, to target: Part, _ layout: PartLayout, _ sampling: WarpSampling,
    _ interpolation: WarpInterpolation
  ) {
    var (from, to) = (source.described(layout), target.described(layout))
    trusted("warp a part") {
      superpose_cv_warp_part(
        &from, &to, layout.depth.code, sampling.sourceFromTarget.coefficients, interpolation.taps,
        sampling.samplesPerSide, $0)
    }
  }

  /// Warps a part of a picture into a part of another from a table of points (``MapSampling/points(of:)``), in the
  /// calling thread.
  static func warpPart(
    _ source: Part, to target: Part, _ layout: PartLayout, points: [Double], samplesPerSide: Int32,
    _ interpolation: WarpInterpolation
  ) {
    var (from, to) = (source.described(layout), target.described(layout))
    trusted("warp a part") {
      superpose_cv_warp_part_points(
        &from, &to, layout.depth.code, points, interpolation.taps, samplesPerSide, $0)
    }
  }

  /// Zeroes the pixels of a part that come from beside another picture.
  static func clear(
    _ target: Part, _ layout: PartLayout, outside size: ImageSize, _ otherFromTarget: Homography
  ) {
    var part = target.described(layout)
    superpose_cv_clear_part(
      &part, layout.depth.code, Int64(size.width), Int64(size.height), otherFromTarget.coefficients)
  }
}

extension PixelBuffer.Part {
  fileprivate func described(_ layout: PixelBuffer.PartLayout) -> superpose_cv_part {
    superpose_cv_part(
      x: Int64(area.x), y: Int64(area.y), width: Int32(area.width), height: Int32(area.height),
      picture_width: Int64(picture.width), picture_height: Int64(picture.height), bands: Int32(layout.bands),
      has_alpha: layout.hasAlpha ? 1 : 0, row_bytes: Int64(rowBytes), pixels: pixels)
  }
}
