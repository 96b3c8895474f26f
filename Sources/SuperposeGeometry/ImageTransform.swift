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
  /// Maps a point of the moving image to the fixed one. Its third coordinate is positive in the middle of the control
  /// points, which both images show; without any, at the moving image's centre.
  public let fixedFromMoving: Homography
  /// The inverse. Its third coordinate is positive where ``fixedFromMoving`` puts that point.
  public let movingFromFixed: Homography
  /// The whole transform where it is more than a plane's, in both directions; ``fixedFromMoving`` is then the plane's
  /// part of it.
  let surface: SurfaceMaps?
  /// The matches that the transform was found with; empty where it was not found from matches, such as a composed one.
  public let controlPoints: [ControlPoint]

  /// - Parameters:
  ///   - moving: The image from which points come.
  ///   - fixed: The image to which they go.
  ///   - fixedFromMoving: The transform between both.
  ///   - field: What a surface adds to it, at points of the fixed image (see `SurfaceEstimate`); nil for nothing.
  ///   - controlPoints: The matches that it was found with.
  /// - Throws: ``FrameError`` where the transform has no inverse or maps the middle of the moving image to infinity.
  public init(
    moving: ImageFrame, fixed: ImageFrame, fixedFromMoving: Homography, field: DisplacementField? = nil,
    controlPoints: [ControlPoint] = []
  ) throws(FrameError) {
    // At a steep angle the moving image's centre may lie behind the horizon, but not what was matched.
    let sum = controlPoints.reduce(Point(x: 0, y: 0)) { $0 + $1.moving }
    let middle = controlPoints.isEmpty ? moving.size.center : sum * (1 / Double(controlPoints.count))
    let facing = fixedFromMoving.normalized.facing(middle)
    guard facing.isFinite, let inverse = facing.inverse, facing.depth(at: middle) > 0 else {
      throw FrameError(
        "the transform has no inverse, or it maps the middle of the moving image to infinity", hint: "check its numbers"
      )
    }
    self.moving = moving
    self.fixed = fixed
    self.fixedFromMoving = facing
    self.movingFromFixed = inverse.facing(facing(middle))
    surface = field.flatMap { SurfaceMaps(PlaneMap([.plane(facing), .undisplaced($0)])) }
    self.controlPoints = controlPoints
  }

  /// Maps a point of the moving image to the fixed one. Returns nil where the point lies on or beyond the horizon,
  /// where no camera sees it.
  public func callAsFunction(_ point: Point) -> Point? {
    if let surface { return surface.fixedFromMoving(point) }
    guard fixedFromMoving.depth(at: point) > 0 else { return nil }
    let mapped = fixedFromMoving(point)
    return mapped.x.isFinite && mapped.y.isFinite ? mapped : nil
  }

  /// The same transform in the other direction.
  public var inverse: ImageTransform {
    ImageTransform(
      uncheckedMoving: fixed, fixed: moving, fixedFromMoving: movingFromFixed, movingFromFixed: fixedFromMoving,
      surface: surface?.inverse, controlPoints: controlPoints.map { ControlPoint(moving: $0.fixed, fixed: $0.moving) })
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
    let plane = try ImageTransform(
      moving: moving, fixed: next.fixed, fixedFromMoving: next.fixedFromMoving * fixedFromMoving)
    guard surface != nil || next.surface != nil else { return plane }
    return try plane.following(fixedFromMovingMap.then(next.fixedFromMovingMap))
  }

  /// Whether this is a plane's transform and nothing more.
  public var isPlane: Bool { surface == nil }

  /// All that is done to a point of the moving image.
  public var fixedFromMovingMap: PlaneMap { surface?.fixedFromMoving ?? PlaneMap(fixedFromMoving) }

  /// All that is done to a point of the fixed image.
  public var movingFromFixedMap: PlaneMap { surface?.movingFromFixed ?? PlaneMap(movingFromFixed) }

  /// Returns the same transform with other frames, whose pixels are made from those of the old ones.
  ///
  /// - Throws: ``FrameError`` where the transform is too extreme for them.
  func reframed(
    moving: (frame: ImageFrame, newFromOld: Homography), fixed: (frame: ImageFrame, newFromOld: Homography)
  ) throws(FrameError) -> ImageTransform {
    guard let oldMoving = moving.newFromOld.inverse else {
      throw FrameError("the scale is too large or too small", hint: "give another one")
    }
    let plane = try ImageTransform(
      moving: moving.frame, fixed: fixed.frame, fixedFromMoving: fixed.newFromOld * fixedFromMoving * oldMoving,
      controlPoints: controlPoints.map {
        ControlPoint(moving: moving.newFromOld($0.moving), fixed: fixed.newFromOld($0.fixed))
      })
    guard let surface else { return plane }
    return try plane.following(
      PlaneMap(oldMoving).then(surface.fixedFromMoving).then(PlaneMap(fixed.newFromOld)))
  }

  /// Returns a transform between the same frames that is more than a plane's.
  ///
  /// - Parameter map: What is done to a point of the moving image.
  /// - Throws: ``FrameError`` where it has no inverse.
  package func following(_ map: PlaneMap) throws(FrameError) -> ImageTransform {
    guard let surface = SurfaceMaps(map) else {
      throw FrameError("one of the transform's steps has no inverse", hint: "check its numbers")
    }
    return ImageTransform(
      uncheckedMoving: moving, fixed: fixed, fixedFromMoving: fixedFromMoving, movingFromFixed: movingFromFixed,
      surface: surface, controlPoints: controlPoints)
  }

  private init(
    uncheckedMoving moving: ImageFrame, fixed: ImageFrame, fixedFromMoving: Homography, movingFromFixed: Homography,
    surface: SurfaceMaps?, controlPoints: [ControlPoint]
  ) {
    self.moving = moving
    self.fixed = fixed
    self.fixedFromMoving = fixedFromMoving
    self.movingFromFixed = movingFromFixed
    self.surface = surface
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
