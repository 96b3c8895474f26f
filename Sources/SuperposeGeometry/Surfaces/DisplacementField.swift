/// A smooth field of displacements over an image: a uniform cubic B-spline in each direction over a regular mesh.
///
/// The mesh is given by its top-left corner, the size of a cell and the number of cells; a control displacement stands
/// at each of its nodes and at one node more on each side. Beyond the mesh the displacement is that of the nearest
/// point of its border, so that the field is continuous everywhere.
public struct DisplacementField: Hashable, Sendable {
  /// The corner at which the mesh begins, in pixels.
  public let origin: Point
  /// The width and height of a cell, in pixels.
  public let spacing: Point
  /// The number of cells in a row.
  public let columns: Int
  /// The number of cells in a column.
  public let rows: Int
  /// The control displacements, (columns + 3) · (rows + 3) of them, row by row, in pixels.
  public let displacements: [Point]

  /// Makes a field of its control displacements.
  ///
  /// - Returns: Nil where their number does not fit the mesh, a number is not finite, or the mesh has no cell.
  public init?(origin: Point, spacing: Point, columns: Int, rows: Int, displacements: [Point]) {
    guard (1...Self.mostCells).contains(columns), (1...Self.mostCells).contains(rows),
      displacements.count == (columns + 3) * (rows + 3), spacing.x > 0, spacing.y > 0,
      ([origin, spacing] + displacements).allSatisfy({ $0.x.isFinite && $0.y.isFinite })
    else { return nil }
    (self.origin, self.spacing, self.columns, self.rows) = (origin, spacing, columns, rows)
    self.displacements = displacements
  }

  /// More cells than this in a row are no mesh that anything here makes.
  private static let mostCells = 4096

  /// Returns the displacement at a point, in pixels.
  public func callAsFunction(_ point: Point) -> Point {
    let (x, y) = (axis(point.x - origin.x, spacing.x, columns), axis(point.y - origin.y, spacing.y, rows))
    return sum(x.first, y.first, x.weights, y.weights)
  }

  /// Moves a point by the displacement at it.
  public func displaced(_ point: Point) -> Point { point + self(point) }

  /// Finds the point that ``displaced(_:)`` moves to a given one, by Newton's method. Returns nil where there is none
  /// or where it does not converge, which does not happen for a field that ``isInvertible``.
  public func undisplaced(_ target: Point) -> Point? {
    var point = target - self(target)
    for _ in 0..<Self.mostSteps {
      let at = linearized(point)
      let error = target - point - at.displacement
      if abs(error.x) < Self.tolerance, abs(error.y) < Self.tolerance { return point }
      guard let step = at.jacobian.solution(error) else { return nil }
      point = point + step
    }
    return nil
  }

  private static let mostSteps = 40
  /// In pixels.
  private static let tolerance = 1e-9

  /// Whether ``displaced(_:)`` maps no two points to one, so that nothing folds. The Jacobian's symmetric part is
  /// positive on a lattice of four points to a cell's side, with a margin for what lies between: on a convex domain
  /// this makes the map one-to-one, while a positive determinant alone would make it so locally.
  public var isInvertible: Bool {
    for j in 0...4 * rows {
      for i in 0...4 * columns {
        let point = Point(
          x: origin.x + Double(i) / 4 * spacing.x, y: origin.y + Double(j) / 4 * spacing.y)
        if linearized(point).jacobian.leastStretch < Self.leastStretch { return false }
      }
    }
    return true
  }

  private static let leastStretch = 0.05

  /// Returns the displacement and the Jacobian of ``displaced(_:)`` at a point.
  func linearized(_ point: Point) -> (displacement: Point, jacobian: Jacobian) {
    let (x, y) = (axis(point.x - origin.x, spacing.x, columns), axis(point.y - origin.y, spacing.y, rows))
    let byX = sum(x.first, y.first, x.slopes, y.weights)
    let byY = sum(x.first, y.first, x.weights, y.slopes)
    return (
      sum(x.first, y.first, x.weights, y.weights), Jacobian(xx: 1 + byX.x, xy: byY.x, yx: byX.y, yy: 1 + byY.y)
    )
  }

  /// Returns the same field for the image in other pixels. Returns nil where these are not only scaled and moved along
  /// the axes, since the mesh would not be upright then.
  package func carried(by newFromOld: Homography) -> DisplacementField? {
    let m = newFromOld.normalized.matrix
    guard m.b == 0, m.d == 0, m.g == 0, m.h == 0, m.a > 0, m.e > 0 else { return nil }
    return DisplacementField(
      origin: newFromOld(origin), spacing: Point(x: spacing.x * m.a, y: spacing.y * m.e), columns: columns, rows: rows,
      displacements: displacements.map { Point(x: $0.x * m.a, y: $0.y * m.e) })
  }

  /// The four control displacements of an axis that count at a place, and by how much.
  private struct Axis {
    var first: Int
    var weights: SIMD4<Double>
    /// The derivatives of the weights; zero beyond the mesh.
    var slopes: SIMD4<Double>
  }

  private func axis(_ distance: Double, _ spacing: Double, _ cells: Int) -> Axis {
    let position = distance / spacing
    let inside = min(max(position, 0), Double(cells))
    let first = min(Int(inside), cells - 1)
    let t = inside - Double(first)
    let slope = inside == position ? 1 / spacing : 0
    return Axis(
      first: first, weights: CubicBSpline.weights(t), slopes: CubicBSpline.slopes(t) * SIMD4(repeating: slope))
  }

  private func sum(_ column: Int, _ row: Int, _ wx: SIMD4<Double>, _ wy: SIMD4<Double>) -> Point {
    displacements.withUnsafeBufferPointer { controls in
      var (x, y) = (0.0, 0.0)
      for j in 0..<4 {
        let start = (row + j) * (columns + 3) + column
        for i in 0..<4 {
          let weight = wx[i] * wy[j]
          x += weight * controls[start + i].x
          y += weight * controls[start + i].y
        }
      }
      return Point(x: x, y: y)
    }
  }
}

/// The uniform cubic B-spline's four pieces over one cell, 0 ≤ t ≤ 1.
package enum CubicBSpline {
  package static func weights(_ t: Double) -> SIMD4<Double> {
    let s = 1 - t
    return SIMD4(s * s * s, (3 * t - 6) * t * t + 4, (3 * s - 6) * s * s + 4, t * t * t) / 6
  }

  /// The first derivatives by t.
  package static func slopes(_ t: Double) -> SIMD4<Double> {
    let s = 1 - t
    return SIMD4(-s * s, (3 * t - 4) * t, (4 - 3 * s) * s, t * t) / 2
  }

  /// The second derivatives by t.
  package static func curvatures(_ t: Double) -> SIMD4<Double> { SIMD4(1 - t, 3 * t - 2, 1 - 3 * t, t) }
}

/// The derivatives of a map of the plane.
struct Jacobian: Hashable {
  var xx: Double
  var xy: Double
  var yx: Double
  var yy: Double

  /// The least eigenvalue of the symmetric part: the least share of a step's length that goes on in its own direction.
  var leastStretch: Double {
    let (mean, half, shear) = ((xx + yy) / 2, (xx - yy) / 2, (xy + yx) / 2)
    return mean - (half * half + shear * shear).squareRoot()
  }

  /// Returns the step that changes the map's value by so much, or nil where there is none.
  func solution(_ change: Point) -> Point? {
    let determinant = xx * yy - xy * yx
    guard abs(determinant) > 1e-12 else { return nil }
    return Point(x: (yy * change.x - xy * change.y) / determinant, y: (xx * change.y - yx * change.x) / determinant)
  }
}

/// A field is encoded with the names of its properties; a damaged one is refused.
extension DisplacementField: Codable {
  private enum CodingKeys: String, CodingKey { case origin, spacing, columns, rows, displacements }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let field = DisplacementField(
      origin: try values.decode(Point.self, forKey: .origin), spacing: try values.decode(Point.self, forKey: .spacing),
      columns: try values.decode(Int.self, forKey: .columns), rows: try values.decode(Int.self, forKey: .rows),
      displacements: try values.decode([Point].self, forKey: .displacements))
    guard let field else {
      throw DecodingError.dataCorruptedError(
        forKey: .displacements, in: values,
        debugDescription: "the mesh of a field is (columns + 3) · (rows + 3) finite displacements")
    }
    self = field
  }
}
