/// A convex polygon, with its corners in clockwise order as seen on the screen (y points down).
public struct ConvexPolygon: Hashable, Sendable {
  /// In order round the polygon.
  public var corners: [Point]

  public init(_ corners: [Point]) {
    self.corners = corners
  }

  /// Makes the smallest convex polygon that holds all points (Andrew's monotone chain, 1979).
  public init(hullOf points: [Point]) {
    let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    func chain(_ points: some Sequence<Point>) -> [Point] {
      var chain: [Point] = []
      for p in points {
        while chain.count >= 2, cross(chain[chain.count - 1] - chain[chain.count - 2], p - chain[chain.count - 1]) <= 0
        {
          chain.removeLast()
        }
        chain.append(p)
      }
      return chain.dropLast()
    }
    corners = chain(sorted) + chain(sorted.reversed())
  }

  /// The area in square pixels; it is negative when the corners run counterclockwise.
  public var signedArea: Double {
    guard corners.count >= 3 else { return 0 }
    var twice = 0.0
    for (a, b) in edges { twice += a.x * b.y - b.x * a.y }
    return twice / 2
  }

  /// In square pixels.
  public var area: Double { abs(signedArea) }

  /// Whether every corner turns clockwise and no edge is degenerate.
  public var isConvexAndClockwise: Bool {
    guard corners.count >= 3 else { return false }
    let n = corners.count
    return (0..<n).allSatisfy { i in
      cross(corners[(i + 1) % n] - corners[i], corners[(i + 2) % n] - corners[(i + 1) % n]) > 0
    }
  }

  public func contains(_ p: Point) -> Bool {
    !corners.isEmpty && edges.allSatisfy { cross($1 - $0, p - $0) >= 0 }
  }

  /// Returns the part of this polygon inside another (Sutherland and Hodgman, 1974). Both must be convex and clockwise.
  public func intersection(_ other: ConvexPolygon) -> ConvexPolygon {
    other.edges.reduce(self) { $0.clipped(from: $1.0, to: $1.1) }
  }

  /// Returns evenly spaced points on the outline, corners among them.
  package func points(onEachSide count: Int) -> [Point] {
    edges.flatMap { a, b in (0..<count).map { a + (b - a) * (Double($0) / Double(count)) } }
  }

  var edges: [(Point, Point)] {
    corners.indices.map { (corners[$0], corners[($0 + 1) % corners.count]) }
  }

  /// Cuts off what lies to the left of the line from `a` to `b`; the right is the inside of a clockwise polygon.
  private func clipped(from a: Point, to b: Point) -> ConvexPolygon {
    var kept: [Point] = []
    for (p, q) in edges {
      let sideP = cross(b - a, p - a)
      let sideQ = cross(b - a, q - a)
      if sideP >= 0 { kept.append(p) }
      if (sideP > 0 && sideQ < 0) || (sideP < 0 && sideQ > 0) {
        kept.append(p + (q - p) * (sideP / (sideP - sideQ)))
      }
    }
    return ConvexPolygon(kept)
  }
}

/// Returns the cross product, which is positive when `b` turns clockwise from `a` (y points down).
private func cross(_ a: Point, _ b: Point) -> Double { a.x * b.y - a.y * b.x }
