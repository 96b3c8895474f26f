import SuperposeAnnotations
public import SuperposeGeometry
import SuperposeImaging

/// What was done by applying a transform: the content of `transform.json`, which can be applied again.
public struct AppliedTransform: Encodable, Sendable {
  /// A file that was carried to the fixed image's frame.
  public struct File: Encodable, Hashable, Sendable {
    /// What a file holds.
    public enum Content: String, Encodable, Sendable {
      case image
      /// A mask or a segmentation, see `LabelValues`.
      case labels
      /// Points, polygons or boxes.
      case annotations
    }

    /// The file's path, as it was given.
    public var source: String
    /// Its name in the folder.
    public var name: String
    /// What it holds.
    public var content: Content
    /// How many of its pixels lie along one pixel of the moving image.
    public var scale: Double
    /// The size of the frame that it is in now.
    public var size: ImageSize
    /// How an image was sampled.
    public var interpolation: String?
    /// How many different values a label image has; of one that went part by part, in some parts of it.
    public var labelCount: Int?
    /// How many pages an image has, where there are several.
    public var pageCount: Int?
    /// The format of annotations.
    public var format: String?
    /// How many shapes they have.
    public var shapeCount: Int?
    /// How many of those do not lie wholly inside the frame.
    public var outsideCount: Int?
  }

  /// The part of the fixed image's plane that results show.
  public struct Frame: Codable, Hashable, Sendable {
    /// How it was chosen.
    public var framing: Framing
    /// Where it begins in the fixed image, and its size.
    public var area: PixelRectangle

    public init(framing: Framing, area: PixelRectangle) {
      (self.framing, self.area) = (framing, area)
    }
  }

  /// The form of the JSON and its version.
  public let schema = TransformFile.schemaName
  /// The image from which points come.
  public let moving: ImageFrame
  /// The frame to which they go: the fixed image's, or the part of its plane that was asked for.
  public let fixed: ImageFrame
  /// Maps a point of the moving image to that frame.
  public let fixedFromMoving: Homography
  /// The inverse.
  public let movingFromFixed: Homography
  /// Where the transform follows surfaces, all that is done to a point of the moving image, in order; both homographies
  /// are then the planes' part of it. Nil, and left out, for a plane.
  public let steps: PlaneMap?
  /// Where that frame lies in the plane of the fixed image.
  public let frame: Frame
  /// What was carried there.
  public internal(set) var files: [File] = []

  init(_ transform: ImageTransform, _ frame: Frame) {
    (moving, fixed) = (transform.moving, transform.fixed)
    fixedFromMoving = transform.fixedFromMoving.normalized
    movingFromFixed = transform.movingFromFixed.normalized
    steps = transform.isPlane ? nil : transform.fixedFromMovingMap
    self.frame = frame
  }
}

extension AppliedTransform.Frame {
  /// - Throws: ``TransformError`` where the framing does not fit the transform.
  init(_ framing: Framing, of transform: ImageTransform) throws(TransformError) {
    do throws(FrameError) { self.init(framing: framing, area: try transform.area(framing)) } catch {
      throw TransformError(error, transform.moving.path)
    }
  }

  /// Returns a transform into the fixed image's frame as one into this frame.
  ///
  /// - Throws: ``TransformError`` where the frame does not fit the transform.
  func framed(_ transform: ImageTransform) throws(TransformError) -> ImageTransform {
    do throws(FrameError) { return try transform.framed(area) } catch {
      throw TransformError(error, transform.moving.path)
    }
  }

  /// How the frame is told to the user.
  package var summary: String {
    "\(framing.rawValue), \(area.size), begins at (\(area.x), \(area.y)) of the fixed image"
  }
}
