/// Which part of the plane of the fixed image a result shows. The pixels are always those of the fixed image, moved by
/// whole ones, so that the fixed image itself is never resampled.
public enum Framing: String, Sendable, CaseIterable, Codable {
  /// The fixed image.
  case fixed
  /// The smallest box that holds all of the moving image.
  case moving
  /// The smallest box that holds both.
  case union
  /// The largest box in which both have data everywhere.
  case intersection
}

extension PixelRectangle {
  /// Maps a point of the image in whose pixels the rectangle is given to the rectangle's own pixels.
  public var areaFromFixed: Homography { .translation(x: -Double(x), y: -Double(y)) }
  /// The inverse.
  package var fixedFromArea: Homography { .translation(x: Double(x), y: Double(y)) }
}

extension ImageTransform {
  /// Finds the box of the fixed image's plane that a framing names.
  ///
  /// - Throws: ``FrameError`` where the transform sends a part of the moving image to infinity and the framing needs
  ///   all of it, where both images have nothing in common and the framing needs that, and where the box is larger than
  ///   any picture.
  public func area(_ framing: Framing) throws(FrameError) -> PixelRectangle {
    guard framing == .intersection else { return try fixed.size.area(framing, of: [self]) }
    guard let area = try LargestRectangle(in: commonPolygon())?.area, let filled = filled(area) else {
      throw FrameError("both images have nothing in common", hint: "use another framing")
    }
    return filled
  }

  /// Returns the same transform into a box of the fixed image's plane.
  ///
  /// - Throws: ``FrameError`` where the transform is too extreme.
  public func framed(_ area: PixelRectangle) throws(FrameError) -> ImageTransform {
    if area == PixelRectangle(x: 0, y: 0, width: fixed.size.width, height: fixed.size.height) { return self }
    return try reframed(
      moving: (moving, .identity), fixed: (ImageFrame(path: fixed.path, size: area.size), area.areaFromFixed))
  }

  /// Returns the outline of the moving image in the fixed one's plane; of a transform that follows a surface, its hull.
  package func movingPolygon() throws(FrameError) -> ConvexPolygon {
    let outline = isPlane ? moving.size.outline.corners : moving.size.outline.points(onEachSide: Self.sidePoints)
    let corners = outline.compactMap { self($0) }
    guard corners.count == outline.count else {
      throw FrameError(
        "the transform sends a part of the moving image to infinity", hint: "use the framing 'fixed'")
    }
    return ConvexPolygon(hullOf: corners)
  }

  /// Returns the outline of what both images show, in the fixed one's plane.
  package func commonPolygon() throws(FrameError) -> ConvexPolygon {
    fixed.size.outline.intersection(try movingPolygon())
  }

  private static let sidePoints = 64

  /// Returns the part of a box that the moving image fills wholly, where a surface lets its outline bend into the box:
  /// all sides are drawn in until every point of them comes from the moving image. Returns nil where nothing is left.
  private func filled(_ area: PixelRectangle) -> PixelRectangle? {
    guard !isPlane else { return area }
    var area = area
    let backward = movingFromFixedMap
    while area.width > 2, area.height > 2 {
      let sides = area.outlineOfCenters.points(onEachSide: Self.sidePoints)
      if sides.allSatisfy({ backward($0).map(moving.size.contains) ?? false }) { return area }
      let step = max(1, min(area.width, area.height) / 200)
      area = PixelRectangle(
        x: area.x + step, y: area.y + step, width: area.width - 2 * step, height: area.height - 2 * step)
    }
    return nil
  }

  fileprivate func movingArea() throws(FrameError) -> PixelRectangle {
    guard let area = PixelRectangle(around: try movingPolygon()) else {
      throw FrameError("the warped image would be larger than any picture", hint: "use the framing 'fixed'")
    }
    return area
  }
}

extension ImageSize {
  /// Finds the box of a fixed image's plane that a framing names for many images that are laid on it.
  ///
  /// - Parameter transforms: Those of the moving images; each ends in a fixed image of this size.
  /// - Throws: ``FrameError`` as ``ImageTransform/area(_:)`` does.
  package func area(_ framing: Framing, of transforms: [ImageTransform]) throws(FrameError) -> PixelRectangle {
    let whole = PixelRectangle(x: 0, y: 0, width: width, height: height)
    switch framing {
    case .fixed: return whole
    case .moving:
      guard let first = transforms.first else { return whole }
      var area = try first.movingArea()
      for transform in transforms.dropFirst() { area = area.union(try transform.movingArea()) }
      return area
    case .union:
      var area = whole
      for transform in transforms { area = area.union(try transform.movingArea()) }
      return area
    case .intersection:
      var common = outline
      for transform in transforms { common = common.intersection(try transform.movingPolygon()) }
      guard let area = LargestRectangle(in: common)?.area else {
        throw FrameError("the images have no place in common", hint: "use another framing")
      }
      return area
    }
  }
}

extension PixelRectangle {
  /// Makes the box of the pixels whose centres lie in the upright box round a polygon, or nil where they are too many
  /// to count.
  fileprivate init?(around polygon: ConvexPolygon) {
    let (xs, ys) = (polygon.corners.map(\.x), polygon.corners.map(\.y))
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max(),
      min(left, top) > -1e9, max(right, bottom) < 1e9
    else { return nil }
    // Rounding in the transform must not add a row of nothing.
    let (x, y) = (Int((left - 1e-6).rounded(.up)), Int((top - 1e-6).rounded(.up)))
    self.init(
      x: x, y: y, width: max(1, Int((right + 1e-6).rounded(.down)) - x + 1),
      height: max(1, Int((bottom + 1e-6).rounded(.down)) - y + 1))
  }

  fileprivate func union(_ other: PixelRectangle) -> PixelRectangle {
    let (left, top) = (min(x, other.x), min(y, other.y))
    return PixelRectangle(
      x: left, y: top, width: max(x + width, other.x + other.width) - left,
      height: max(y + height, other.y + other.height) - top)
  }
}
