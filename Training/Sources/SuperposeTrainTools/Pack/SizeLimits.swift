import SuperposeGeometry

/// The limits on the size of packed photographs, in pixels.
struct SizeLimits {
  var shortSide: Int
  var longSide: Int
  var minimumSide: Int

  /// Returns the size to which a photograph is shrunk, with its aspect ratio kept, or nil where it is too small before
  /// or after.
  func size(for size: ImageSize) -> ImageSize? {
    let scale = min(1, Double(shortSide) / Double(size.shortSide), Double(longSide) / Double(size.longSide))
    let target = ImageSize(
      width: Int((Double(size.width) * scale).rounded()), height: Int((Double(size.height) * scale).rounded()))
    return target.shortSide >= minimumSide ? target : nil
  }
}
