public import SuperposeImaging

/// How a mosaic is made of the frames of a stack.
public struct MosaicOptions: Hashable, Sendable {
  /// How many pixels of the mosaic lie along one of the reference; nil for 1, or less where the mosaic would have more
  /// than ``mostPixels``.
  public var scale: Double?
  /// The most pixels of a mosaic whose scale is not given.
  public var mostPixels = 64_000_000
  /// A mosaic with more pixels is written part by part.
  public var mostPixelsAtOnce = 64_000_000
  /// The side of such a part, in pixels.
  public var tileSide = 4096
  /// Whether frames that are darker or brighter than their neighbours are made alike.
  public var compensatesExposure = true
  /// Whether seams run where neighbours differ least, or else in the middle between them.
  public var cutsSeams = true
  /// How frames are sampled between their pixels.
  public var interpolation = WarpInterpolation.cubic

  /// All defaults.
  public init() {}
}
