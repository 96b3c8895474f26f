public import SuperposeGeometry
public import SuperposeImaging

extension Registration {
  /// Warps the moving image to the fixed image's frame and size, in its own depth and channels. Outside it is zero,
  /// which is transparent where there is alpha. Returns nil where the images are not registered.
  public func warpedMoving() -> Image? {
    ofLoadedImages.transform.flatMap { moving.warped(by: $0) }
  }

  /// Warps the moving image to a part of the fixed image's plane (`ImageTransform.area(_:)`) in the same way.
  public func warpedMoving(_ area: PixelRectangle) -> Image? {
    transform.flatMap { try? $0.framed(area) }.flatMap { moving.warped(by: $0) }
  }

  /// Moves the fixed image to a part of its plane, by whole pixels, so that it is not resampled. The result is zero
  /// (with alpha: transparent) beyond the image's borders.
  public func framedFixed(_ area: PixelRectangle) -> Image? {
    fixed.warped(by: area.areaFromFixed, to: area.size, interpolation: .nearest)
  }

  /// Warps the fixed image to the moving image's frame and size in the same way.
  public func warpedFixed() -> Image? {
    ofLoadedImages.transform.flatMap { fixed.warped(by: $0.inverse) }
  }

  /// Cuts the common region out of both images, in the fixed image's frame: pixel (x, y) of one shows what pixel (x, y)
  /// of the other shows.
  ///
  /// Both results are cropped to the region's bounding box and have one size. Pixels of the box outside the region are
  /// zero in both (with alpha: transparent). Depth and channels are each image's own. The region is that of the images'
  /// outlines, whatever is transparent inside them.
  ///
  /// - Returns: Both parts, or nil where the images are not registered or no pixel is common.
  public func overlap() -> (fixed: Image, moving: Image)? {
    guard let region = ofLoadedImages.commonRegion, let moving = region.cut(moving: moving),
      let fixed = region.cut(fixed: fixed)
    else { return nil }
    return (fixed, moving)
  }

  /// Maps a point of the fixed image to the moving image; nil where the images are not registered.
  public var movingFromFixed: Homography? { report.movingFromFixed ?? fixedFromMoving?.inverse }

  /// In pixels of the files.
  var commonRegion: CommonRegion? {
    transform.flatMap { CommonRegion($0) }
  }
}
