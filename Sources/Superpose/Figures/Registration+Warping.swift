public import SuperposeGeometry
public import SuperposeImaging

extension Registration {
  /// The moving image in the fixed image's frame and size, in its own depth and channels; zero (with alpha: transparent)
  /// outside. Nil when not registered.
  public func warpedMoving() -> Image? {
    fixedFromMoving.flatMap { moving.warped(by: $0, to: fixed.size) }
  }

  /// The fixed image in the moving image's frame and size, likewise.
  public func warpedFixed() -> Image? {
    movingFromFixed.flatMap { fixed.warped(by: $0, to: moving.size) }
  }

  /// The common region in the fixed image's frame, of both images: pixel (x, y) of one shows what pixel (x, y) of the other
  /// shows.
  ///
  /// Both are cropped to the region's bounding box and have one size. Pixels of the box outside the region are zero (with alpha:
  /// transparent) in both. Depth and channels are each image's own; the region is that of the images' outlines, whatever is
  /// transparent inside them. Nil when not registered, or when no pixel is common.
  public func overlap() -> (fixed: Image, moving: Image)? {
    guard let region = commonRegion, let moving = region.cut(moving: moving),
      let fixed = region.cut(fixed: fixed, movingSize: self.moving.size)
    else { return nil }
    return (fixed, moving)
  }

  /// Maps a point of the fixed image to the moving image; nil when not registered.
  public var movingFromFixed: Homography? { report.movingFromFixed ?? fixedFromMoving?.inverse }

  var commonRegion: CommonRegion? {
    fixedFromMoving.flatMap { CommonRegion(moving: moving.size, fixed: fixed.size, fixedFromMoving: $0) }
  }
}
