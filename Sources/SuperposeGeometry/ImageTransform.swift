/// A transform together with the frames of both images between which it holds.
///
/// It can be inverted, composed with another one, carried to other resolutions of the same images, and given another
/// frame to write into. Coordinates are pixels of either image, counted from the centre of the top-left one
/// (``PixelGrid``).
public struct ImageTransform: Hashable, Sendable {
  /// Two points that belong together, as they were matched.
  public struct ControlPoint: Hashable, Sendable {
    /// In pixels of the moving image.
    public var moving: Point
    /// In pixels of the fixed image.
    public var fixed: Point

    public init(moving: Point, fixed: Point) {
      self.moving = moving
      self.fixed = fixed
    }
  }

  /// The image from which points and pixels come.
  public let moving: ImageFrame
  /// The image to which they go.
  public let fixed: ImageFrame
  /// Maps a point of the moving image to the fixed one. Its third coordinate is positive at the moving image's centre.
  public let fixedFromMoving: Homography
  /// The inverse. Its third coordinate is positive where ``fixedFromMoving`` puts the moving image's centre.
  public let movingFromFixed: Homography
  /// The matches that the transform was found with; empty where it was not found from matches, such as a composed one.
  public let controlPoints: [ControlPoint]

  /// - Parameters:
  ///   - moving: The image from which points come.
  ///   - fixed: The image to which they go.
  ///   - fixedFromMoving: The transform between both.
  ///   - controlPoints: The matches that it was found with.
  /// - Throws: ``FrameError`` where the transform has no inverse or maps the moving image's centre to infinity.
  public init(
    moving: ImageFrame, fixed: ImageFrame, fixedFromMoving: Homography, controlPoints: [ControlPoint] = []
  ) throws(FrameError) {
    let center = moving.size.center
    let facing = fixedFromMoving.normalized.facing(center)
    guard facing.isFinite, let inverse = facing.inverse, facing.depth(at: center) > 0 else {
      throw FrameError(
        "the transform has no inverse, or it maps the middle of the moving image to infinity", hint: "check its numbers"
      )
    }
    self.moving = moving
    self.fixed = fixed
    self.fixedFromMoving = facing
    self.movingFromFixed = inverse.facing(facing(center))
    self.controlPoints = controlPoints
  }

  /// Maps a point of the moving image to the fixed one. Returns nil where the point lies on or beyond the horizon,
  /// where no camera sees it.
  public func callAsFunction(_ point: Point) -> Point? {
    guard fixedFromMoving.depth(at: point) > 0 else { return nil }
    let mapped = fixedFromMoving(point)
    return mapped.x.isFinite && mapped.y.isFinite ? mapped : nil
  }

  /// The same transform in the other direction.
  public var inverse: ImageTransform {
    ImageTransform(
      uncheckedMoving: fixed, fixed: moving, fixedFromMoving: movingFromFixed, movingFromFixed: fixedFromMoving,
      controlPoints: controlPoints.map { ControlPoint(moving: $0.fixed, fixed: $0.moving) })
  }

  /// Returns the transform that does this one first and then the next.
  ///
  /// - Throws: ``FrameError`` where the image that this one ends in is not as large as the one that the next begins
  ///   with.
  public func then(_ next: ImageTransform) throws(FrameError) -> ImageTransform {
    guard fixed.size == next.moving.size else {
      throw FrameError(
        "one transform ends in an image of \(fixed.size) ('\(fixed.path)') and the next begins with one of "
          + "\(next.moving.size) ('\(next.moving.path)')",
        hint: "give transforms of which each begins with the image that the one before it ends in")
    }
    return try ImageTransform(
      moving: moving, fixed: next.fixed, fixedFromMoving: next.fixedFromMoving * fixedFromMoving)
  }

  private init(
    uncheckedMoving moving: ImageFrame, fixed: ImageFrame, fixedFromMoving: Homography, movingFromFixed: Homography,
    controlPoints: [ControlPoint]
  ) {
    self.moving = moving
    self.fixed = fixed
    self.fixedFromMoving = fixedFromMoving
    self.movingFromFixed = movingFromFixed
    self.controlPoints = controlPoints
  }
}

extension Homography {
  /// Returns the same transform with the sign that makes the third coordinate positive at a point.
  fileprivate func facing(_ point: Point) -> Homography {
    depth(at: point) < 0 ? Homography(matrix * -1) : self
  }
}

extension ImageSize {
  /// The middle of the image.
  package var center: Point { Point(x: Double(width - 1) / 2, y: Double(height - 1) / 2) }
}
