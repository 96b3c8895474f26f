/// A transform that was found at one resolution holds at every other one: the edges of the pixels are scaled
/// (``PixelGrid``), both images by the same factor.
extension ImageTransform {
  /// Carries the transform to both images at another resolution.
  ///
  /// - Parameters:
  ///   - scale: The number of pixels of the new images along one pixel of those between which the transform was found.
  ///   - size: The new moving image's size; nil for the old one scaled.
  /// - Throws: ``FrameError`` where the scale is not a positive number, or the fixed image would become too large.
  public func scaled(by scale: Double, movingSize size: ImageSize? = nil) throws(FrameError) -> ImageTransform {
    guard scale.isFinite, scale > 0 else {
      throw FrameError("a scale of \(scale) makes no image", hint: "give a positive number")
    }
    guard let newMoving = size ?? moving.size.possible(scaledBy: scale),
      let newFixed = fixed.size.possible(scaledBy: scale)
    else {
      throw FrameError("a scale of \(scale) makes an image that is too large", hint: "give a smaller scale")
    }
    if scale == 1, newMoving == moving.size { return self }
    return try scaled(PixelGrid.resize(by: scale), newMoving, PixelGrid.resize(by: scale), newFixed)
  }

  /// Carries the transform to another resolution, which is that of a version of the moving image of a given size.
  ///
  /// - Parameter size: The size of an image that shows the same as the moving image, pixel edge on pixel edge.
  /// - Throws: ``FrameError`` where the size has other proportions than the moving image, by more than rounding to
  ///   whole pixels explains.
  public func scaled(toMovingSize size: ImageSize) throws(FrameError) -> ImageTransform {
    if size == moving.size { return self }
    guard let scale = moving.size.scale(to: size) else {
      throw FrameError(
        "it has \(size) pixels, which is no other resolution of the \(moving.size) between which the transform holds",
        hint: "give the image that was registered, or a channel or a resolution of it, or state the scale")
    }
    guard let newFixed = fixed.size.possible(scaledBy: scale) else {
      throw FrameError("an image of \(size) makes a result that is too large", hint: "give a smaller image")
    }
    return try scaled(
      PixelGrid.resize(from: moving.size, to: size), size, PixelGrid.resize(from: fixed.size, to: newFixed), newFixed)
  }

  /// Carries the transform to both images at resolutions of their own.
  ///
  /// - Throws: ``FrameError`` where a size is too small or too large for the transform to be said.
  package func resized(moving newMoving: ImageSize, fixed newFixed: ImageSize) throws(FrameError) -> ImageTransform {
    try scaled(
      PixelGrid.resize(from: moving.size, to: newMoving), newMoving, PixelGrid.resize(from: fixed.size, to: newFixed),
      newFixed)
  }

  private func scaled(
    _ newFromMoving: Homography, _ newMoving: ImageSize, _ newFromFixed: Homography, _ newFixed: ImageSize
  ) throws(FrameError) -> ImageTransform {
    try reframed(
      moving: (ImageFrame(path: moving.path, size: newMoving), newFromMoving),
      fixed: (ImageFrame(path: fixed.path, size: newFixed), newFromFixed))
  }
}

extension ImageSize {
  /// No picture has a longer side.
  private static let longestSide = Double(Int32.max)

  /// Returns the size times a factor, or nil where no picture can be so large.
  fileprivate func possible(scaledBy scale: Double) -> ImageSize? {
    (Double(longSide) * scale).rounded() <= Self.longestSide ? scaled(by: scale) : nil
  }

  /// Returns the factor that makes this size another one, up to rounding of either side to a whole pixel, or nil
  /// where the proportions differ.
  func scale(to other: ImageSize) -> Double? {
    func range(_ from: Int, _ to: Int) -> ClosedRange<Double> {
      // The side that is the smaller one may have been rounded, up or down, from the larger one.
      from >= to
        ? (Double(to) - 0.5) / Double(from)...(Double(to) + 0.5) / Double(from)
        : Double(to) / (Double(from) + 0.5)...Double(to) / (Double(from) - 0.5)
    }
    let (wide, high) = (range(width, other.width), range(height, other.height))
    guard wide.overlaps(high) else { return nil }
    // The longer side tells the factor most exactly.
    return width >= height
      ? Double(other.width) / Double(width) : Double(other.height) / Double(height)
  }
}
