/// A map of the plane that is done in steps, one after the other.
///
/// A homography is one step. A transform that also follows a surface has more: a plane's transform and a displacement.
public struct PlaneMap: Hashable, Sendable {
  /// What is done to a point.
  public enum Step: Hashable, Sendable {
    /// A homography whose third coordinate is positive on the visible side of its horizon.
    case plane(Homography)
    /// Moves a point by the displacement at it.
    case displaced(DisplacementField)
    /// The inverse of that.
    case undisplaced(DisplacementField)
  }

  /// In the order in which they are done.
  public private(set) var steps: [Step]

  public init(_ steps: [Step]) { self.steps = steps }

  /// A homography alone.
  public init(_ homography: Homography) { self.init([.plane(homography)]) }

  /// Maps a point. Returns nil on and beyond a horizon, where no camera sees it.
  public func callAsFunction(_ point: Point) -> Point? {
    var point = point
    for step in steps {
      switch step {
      case .plane(let plane):
        guard plane.depth(at: point) > 0 else { return nil }
        point = plane(point)
      case .displaced(let field): point = field.displaced(point)
      case .undisplaced(let field):
        guard let moved = field.undisplaced(point) else { return nil }
        point = moved
      }
    }
    return point.x.isFinite && point.y.isFinite ? point : nil
  }

  /// The product of the homographies among the steps: the map without its surfaces.
  var planePart: Homography {
    steps.reduce(Homography.identity) { product, step in
      guard case .plane(let plane) = step else { return product }
      return plane * product
    }
  }

  /// The same map in the other direction, or nil where one of the homographies has no inverse. The inverse of a
  /// homography is positive where the homography itself is.
  public var inverse: PlaneMap? {
    var inverted: [Step] = []
    for step in steps.reversed() {
      switch step {
      case .plane(let plane):
        guard let inverse = plane.inverse else { return nil }
        inverted.append(.plane(inverse))
      case .displaced(let field): inverted.append(.undisplaced(field))
      case .undisplaced(let field): inverted.append(.displaced(field))
      }
    }
    return PlaneMap(inverted)
  }

  /// Returns the map that does this one first and then the next.
  public func then(_ next: PlaneMap) -> PlaneMap { PlaneMap(steps + next.steps) }
}

/// A map is encoded as its steps, each an object with one of the names `plane`, `displaced` and `undisplaced`.
extension PlaneMap: Codable {
  public init(from decoder: any Decoder) throws { self.init(try [Step](from: decoder)) }

  public func encode(to encoder: any Encoder) throws { try steps.encode(to: encoder) }
}

extension PlaneMap.Step: Codable {
  private enum CodingKeys: String, CodingKey { case plane, displaced, undisplaced }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let plane = try values.decodeIfPresent(Homography.self, forKey: .plane) {
      self = .plane(plane)
    } else if let field = try values.decodeIfPresent(DisplacementField.self, forKey: .displaced) {
      self = .displaced(field)
    } else {
      self = .undisplaced(try values.decode(DisplacementField.self, forKey: .undisplaced))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .plane(let plane): try values.encode(plane, forKey: .plane)
    case .displaced(let field): try values.encode(field, forKey: .displaced)
    case .undisplaced(let field): try values.encode(field, forKey: .undisplaced)
    }
  }
}
