public import SuperposeGeometry

/// Pictures that show what was found: 8 bits, three channels. Large photographs are first shrunk to `longSide`.
public enum Figure {
  /// Enough to look at on a screen, and quick to write.
  public static let defaultLongSide = 2048

  /// Circles round keypoints, which are in the picture's own pixels.
  public static func keypoints(
    _ keypoints: [Point], on image: Image, color: Color = .green, longSide: Int = defaultLongSide
  ) -> Image {
    let panel = Panel(image, longSide: longSide)
    let canvas = Canvas(panel.picture)
    let stroke = Stroke(for: canvas.size)
    canvas.circles(
      keypoints.map { panel.panelFromImage($0) }, color: color, radius: stroke.radius, thickness: stroke.thickness)
    return canvas.image()
  }
}

/// A picture ready to be drawn on, and where its pixels went.
struct Panel {
  let picture: Image
  let panelFromImage: Homography

  init(_ image: Image, longSide: Int) {
    let shrunk = image.shrunk(toLongSide: longSide)
    picture = shrunk.display()
    panelFromImage = PixelGrid.resize(from: image.size, to: shrunk.size)
  }
}

/// Sizes of what is drawn, which grow with the picture so that they look alike at any size.
struct Stroke {
  let thickness: Int
  let radius: Double

  init(for size: ImageSize) {
    thickness = max(1, size.longSide / 1000)
    radius = max(2, Double(size.longSide) / 300)
  }
}
