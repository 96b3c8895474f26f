/// The pixel convention, and the only place where coordinates of other conventions are converted.
///
/// Superpose counts from the **centre** of the top-left pixel, as OpenCV and SuperPoint do. An image of width w covers
/// x from −0.5 to w − 0.5. When it is resized by a factor s, the pixel *edges* are scaled, so a centre `p` moves to
/// `(p + 0.5) * s - 0.5`.
public enum PixelGrid {
  /// Returns the transform of coordinates when an image of one size is resized to another.
  public static func resize(from source: ImageSize, to target: ImageSize) -> Homography {
    let sx = Double(target.width) / Double(source.width)
    let sy = Double(target.height) / Double(source.height)
    return Homography(rows: [[sx, 0, 0.5 * sx - 0.5], [0, sy, 0.5 * sy - 0.5], [0, 0, 1]])
  }

  /// Returns the transform of coordinates when an image is resized by a factor, whatever its size.
  public static func resize(by scale: Double) -> Homography {
    Homography(rows: [[scale, 0, 0.5 * scale - 0.5], [0, scale, 0.5 * scale - 0.5], [0, 0, 1]])
  }

  /// Converts a point to the convention of COLMAP and glue-factory, in which the centre of the top-left pixel is (0.5,
  /// 0.5).
  public static func toCornerOrigin(_ p: Point) -> Point { Point(x: p.x + 0.5, y: p.y + 0.5) }

  /// Converts a point back from that convention, see ``toCornerOrigin(_:)``.
  public static func fromCornerOrigin(_ p: Point) -> Point { Point(x: p.x - 0.5, y: p.y - 0.5) }
}

/// Where files of points count from. Superpose itself counts from the centre of the top-left pixel.
public enum PixelOrigin: String, Sendable, CaseIterable, Codable {
  /// The centre of the top-left pixel is (0, 0): OpenCV, NumPy's indices, scikit-image, napari.
  case center
  /// The top-left corner of the top-left pixel is (0, 0) and its centre (0.5, 0.5): COCO's boxes and outlines, LabelMe,
  /// QuPath, GDAL.
  case corner

  /// Maps a point of a file to Superpose's convention.
  public var centerFromFile: Homography {
    switch self {
    case .center: .identity
    case .corner: .translation(x: -0.5, y: -0.5)
    }
  }

  /// Maps a point to the file's convention.
  public var fileFromCenter: Homography {
    switch self {
    case .center: .identity
    case .corner: .translation(x: 0.5, y: 0.5)
    }
  }
}
