import SuperposeGeometry

/// How large packed photographs may be, in pixels.
struct SizeLimits {
  var shortSide: Int
  var longSide: Int
  var minimumSide: Int

  /// The size to shrink to, aspect ratio kept; nil where the photograph is too small before or after.
  func size(for size: ImageSize) -> ImageSize? {
    let scale = min(1, Double(shortSide) / Double(size.shortSide), Double(longSide) / Double(size.longSide))
    let target = ImageSize(
      width: Int((Double(size.width) * scale).rounded()), height: Int((Double(size.height) * scale).rounded()))
    return target.shortSide >= minimumSide ? target : nil
  }
}
