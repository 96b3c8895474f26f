public import SuperposeGeometry

/// Draws pictures that show results, in 8 bits and three channels. Large photographs are first shrunk to `longSide`.
public enum Figure {
  /// A length that is enough to look at on a screen, and quick to write.
  public static let defaultLongSide = 2048

  /// The style of points and lines. Nil chooses by the picture's size, or a different colour for each match.
  public struct Style: Hashable, Sendable {
    public var color: Color?
    /// The radius of a keypoint's circle or of the dots at a line's ends, in pixels of the picture that is drawn.
    public var radius: Double?
    /// The thickness of lines and circles, in pixels of the picture that is drawn.
    public var thickness: Int?

    public init(color: Color? = nil, radius: Double? = nil, thickness: Int? = nil) {
      self.color = color
      self.radius = radius
      self.thickness = thickness
    }
  }

  /// Draws circles around keypoints, which are in the picture's own pixels. They are green unless the style says
  /// otherwise.
  public static func keypoints(
    _ keypoints: [Point], on image: Image, style: Style = .init(), longSide: Int = defaultLongSide
  ) -> Image {
    let shrunk = image.shrunk(toLongSide: longSide)
    let panelFromImage = PixelGrid.resize(from: image.size, to: shrunk.size)
    let canvas = Canvas(shrunk.display())
    let (side, color) = (shrunk.size.longSide, style.color ?? .green)
    canvas.circles(
      keypoints.map { (center: panelFromImage($0), color: color) },
      radius: style.radius ?? max(2, Double(side) / 300), thickness: style.thickness ?? max(1, side / 1000))
    return canvas.image()
  }
}
