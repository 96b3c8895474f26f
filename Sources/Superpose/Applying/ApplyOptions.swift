public import SuperposeAnnotations
public import SuperposeGeometry
public import SuperposeImaging

/// How a transform is applied to files.
public struct ApplyOptions: Hashable, Sendable {
  /// How images are sampled between their pixels; nil chooses nearest for label images and pictures with a palette, and
  /// cubic for all others.
  public var interpolation: WarpInterpolation?
  /// Which part of the fixed image's plane results show.
  public var framing = Framing.fixed
  /// How points are understood. Its scale is that of images too: how many of their pixels lie along one pixel of the
  /// image that was registered; nil takes it from the sizes.
  public var annotations = AnnotationOptions()
  /// Which pages of TIFF files are warped. All of a file with several go part by part into one file.
  public var pages = PageSelection.one(.first)
  /// Whether points are written as GeoJSON in the coordinate system of the fixed image's file, instead of in pixels.
  public var mapCoordinates = false
  /// The forms in which the transform is written for other programs.
  public var forms: [TransformForm] = []

  /// How many bytes an image and its result may take together, decoded. Where it is more, the image goes part by part
  /// and becomes a tiled BigTIFF: with 0, every image does.
  public var largestInMemory = StreamedImage.largestInMemory

  /// All defaults.
  public init() {}
}
