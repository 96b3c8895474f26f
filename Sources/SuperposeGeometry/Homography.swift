/// A plane projective transform, `q ~ H p` with `p = (x, y, 1)`.
///
/// A transform's name says both frames, target first: `fixedFromMoving(pointInMoving)` gives the point in the fixed
/// image, and `cFromB * bFromA` is `cFromA`. Affine transforms, similarities, Euclidean transforms and translations are
/// homographies whose last row is `0 0 1`.
public struct Homography: Hashable, Sendable {
  /// H, determined up to a factor.
  public var matrix: Matrix3

  public init(_ matrix: Matrix3) { self.matrix = matrix }

  /// Makes a homography of nine coefficients, row by row.
  ///
  /// - Precondition: There are nine.
  public init(coefficients: [Double]) { self.init(Matrix3(elements: coefficients)) }

  /// - Precondition: three rows of three coefficients.
  public init(rows: [[Double]]) { self.init(Matrix3(rows: rows)) }

  /// Leaves every point where it is.
  public static let identity = Homography(.identity)

  /// Moves points by so many pixels.
  public static func translation(x: Double, y: Double) -> Homography { Homography(.affine(1, 0, x, 0, 1, y)) }

  /// Multiplies both coordinates; (0, 0), the centre of the top-left pixel, stays.
  public static func scale(x: Double, y: Double) -> Homography { Homography(.affine(x, 0, 0, 0, y, 0)) }

  /// The nine coefficients, row by row.
  public var coefficients: [Double] { matrix.elements }

  /// Three rows of three.
  public var rows: [[Double]] { matrix.rows }

  /// A coefficient, counted from zero.
  public subscript(row: Int, column: Int) -> Double { matrix[row, column] }

  /// Maps a point. The result is infinite where the point maps to the line at infinity.
  @inlinable
  public func callAsFunction(_ p: Point) -> Point {
    let m = matrix
    let w = m.g * p.x + m.h * p.y + m.i
    return Point(x: (m.a * p.x + m.b * p.y + m.c) / w, y: (m.d * p.x + m.e * p.y + m.f) / w)
  }

  /// Returns the third homogeneous coordinate of a point's image, whose sign says on which side of the horizon it lies.
  public func depth(at p: Point) -> Double { matrix.g * p.x + matrix.h * p.y + matrix.i }

  /// Returns the determinant of the Jacobian at a point: the local change of area, negative where orientation flips.
  public func areaScale(at p: Point) -> Double {
    let w = depth(at: p)
    return matrix.determinant / (w * w * w)
  }

  /// First `b`, then `a`.
  public static func * (a: Homography, b: Homography) -> Homography { Homography(a.matrix * b.matrix) }

  /// The inverse, or nil where there is none or one of the coefficients is not finite.
  public var inverse: Homography? { matrix.inverse.map { Homography($0) } }

  /// Whether every coefficient is.
  public var isFinite: Bool { matrix.isFinite }

  /// The same transform scaled so that its last coefficient is 1 or, where that is zero, its norm is.
  public var normalized: Homography {
    let norm = matrix.norm
    guard norm > 0 else { return self }
    return Homography(matrix / (abs(matrix.i) > 1e-12 * norm ? matrix.i : norm))
  }

  /// Returns the mean distance, in pixels, between the images of the four corner pixels under this transform and
  /// another (the field's *corner error*).
  public func cornerError(from other: Homography, over size: ImageSize) -> Double {
    size.cornerPixels.reduce(0) { $0 + self($1).distance(to: other($1)) } / 4
  }
}

extension Homography {
  /// Makes the homography that maps four points to four others (Heckbert 1989, by way of the unit square), or nil where
  /// three points of either set lie on a line.
  public init?(from: [Point], to: [Point]) {
    guard let squareToFrom = Homography(unitSquareTo: from), let squareToTo = Homography(unitSquareTo: to),
      let fromToSquare = squareToFrom.inverse
    else { return nil }
    self = (squareToTo * fromToSquare).normalized
    guard isFinite, inverse != nil else { return nil }
  }

  /// Makes the homography that maps (0, 0), (1, 0), (1, 1), (0, 1) to four points.
  private init?(unitSquareTo p: [Point]) {
    guard p.count == 4 else { return nil }
    let sum = p[0] - p[1] + p[2] - p[3]
    let (d1, d2) = (p[1] - p[2], p[3] - p[2])
    let determinant = d1.x * d2.y - d2.x * d1.y
    guard determinant != 0 else { return nil }
    let g = (sum.x * d2.y - d2.x * sum.y) / determinant
    let h = (d1.x * sum.y - sum.x * d1.y) / determinant
    self.init(
      Matrix3(
        a: p[1].x - p[0].x + g * p[1].x, b: p[3].x - p[0].x + h * p[3].x, c: p[0].x,
        d: p[1].y - p[0].y + g * p[1].y, e: p[3].y - p[0].y + h * p[3].y, f: p[0].y, g: g, h: h, i: 1))
  }
}

/// A homography is encoded as three rows of three numbers.
extension Homography: Codable {
  public init(from decoder: any Decoder) throws {
    let rows = try [[Double]](from: decoder)
    guard rows.count == 3, rows.allSatisfy({ $0.count == 3 }) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a homography is three rows of three numbers"))
    }
    self.init(rows: rows)
  }

  public func encode(to encoder: any Encoder) throws { try rows.encode(to: encoder) }
}
