public import SuperposeGeometry
public import SuperposeImaging

extension ImageTransform {
  /// Warps an image to the fixed image's frame: the moving image itself, another channel or a mask of it, or any of
  /// these at another resolution, which the result has too.
  ///
  /// - Parameters:
  ///   - image: What shows the same as the moving image, pixel edge on pixel edge.
  ///   - interpolation: How it is sampled; nil chooses nearest for a label image (`LabelValues`), else cubic.
  ///   - scale: How many pixels of the image lie along one of the moving image; nil takes it from the sizes.
  ///   - framing: Which part of the fixed image's plane is shown.
  /// - Returns: A picture of the image's own depth and channels; zero (with alpha: transparent) where it does not
  ///   reach.
  /// - Throws: `FrameError` where the proportions do not fit, or the framing does not fit the transform.
  public func warped(
    _ image: Image, interpolation: WarpInterpolation? = nil, scale: Double? = nil, framing: Framing = .fixed
  ) throws(FrameError) -> Image {
    let transform = try framed(try area(framing)).scaled(for: image.size, scale)
    let chosen = interpolation ?? (LabelValues(of: image) == nil ? .cubic : .nearest)
    return image.warped(by: transform, interpolation: chosen) ?? image
  }

  /// Returns the transform at the resolution of an image.
  func scaled(for size: ImageSize, _ scale: Double?) throws(FrameError) -> ImageTransform {
    if let scale { return try scaled(by: scale, movingSize: size) }
    return try scaled(toMovingSize: size)
  }
}
