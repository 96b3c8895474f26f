/// A 3×3 matrix with the rows `a b c / d e f / g h i`. It is stored inline, without an allocation, because the search
/// for a transform multiplies and inverts thousands.
@frozen public struct Matrix3: Hashable, Sendable {
  public var a, b, c: Double
  public var d, e, f: Double
  public var g, h, i: Double

  @inlinable
  public init(
    a: Double, b: Double, c: Double, d: Double, e: Double, f: Double, g: Double, h: Double, i: Double
  ) {
    (self.a, self.b, self.c) = (a, b, c)
    (self.d, self.e, self.f) = (d, e, f)
    (self.g, self.h, self.i) = (g, h, i)
  }

  /// Makes a matrix of its elements, row by row.
  ///
  /// - Precondition: There are nine elements.
  public init(elements: some Collection<Double>) {
    precondition(elements.count == 9, "a matrix has 9 elements, not \(elements.count)")
    let m = Array(elements)
    self.init(a: m[0], b: m[1], c: m[2], d: m[3], e: m[4], f: m[5], g: m[6], h: m[7], i: m[8])
  }

  /// Makes a matrix of its rows.
  ///
  /// - Precondition: There are three rows of three elements.
  public init(rows: [[Double]]) { self.init(elements: rows.flatMap { $0 }) }

  public static let identity = Matrix3(a: 1, b: 0, c: 0, d: 0, e: 1, f: 0, g: 0, h: 0, i: 1)

  /// Makes a matrix whose last row is `0 0 1`.
  @inlinable
  public static func affine(
    _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double
  ) -> Matrix3 {
    Matrix3(a: a, b: b, c: c, d: d, e: e, f: f, g: 0, h: 0, i: 1)
  }

  /// The nine elements, row by row.
  public var elements: [Double] { [a, b, c, d, e, f, g, h, i] }

  public var rows: [[Double]] { [[a, b, c], [d, e, f], [g, h, i]] }

  /// - Precondition: Row and column lie in 0...2.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    switch 3 * row + column {
    case 0: a
    case 1: b
    case 2: c
    case 3: d
    case 4: e
    case 5: f
    case 6: g
    case 7: h
    case 8: i
    default: preconditionFailure("a 3×3 matrix has no element \(row), \(column)")
    }
  }

  @inlinable
  public var isFinite: Bool {
    a.isFinite && b.isFinite && c.isFinite && d.isFinite && e.isFinite && f.isFinite && g.isFinite && h.isFinite
      && i.isFinite
  }

  @inlinable
  public var determinant: Double { a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) }

  /// The Frobenius norm.
  @inlinable
  public var norm: Double {
    (a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h + i * i).squareRoot()
  }

  @inlinable
  public var transposed: Matrix3 { Matrix3(a: a, b: d, c: g, d: b, e: e, f: h, g: c, h: f, i: i) }

  @inlinable
  public var adjugate: Matrix3 {
    Matrix3(
      a: e * i - f * h, b: c * h - b * i, c: b * f - c * e,
      d: f * g - d * i, e: a * i - c * g, f: c * d - a * f,
      g: d * h - e * g, h: b * g - a * h, i: a * e - b * d)
  }

  /// The inverse, or nil where there is none or one of its elements is not finite.
  public var inverse: Matrix3? {
    let d = determinant
    guard d.isFinite, abs(d) > Double.leastNormalMagnitude else { return nil }
    let inverse = adjugate / d
    return inverse.isFinite ? inverse : nil
  }
}

extension Matrix3 {
  @inlinable
  public static func * (m: Matrix3, s: Double) -> Matrix3 {
    Matrix3(
      a: m.a * s, b: m.b * s, c: m.c * s, d: m.d * s, e: m.e * s, f: m.f * s, g: m.g * s, h: m.h * s, i: m.i * s)
  }

  @inlinable
  public static func / (m: Matrix3, s: Double) -> Matrix3 {
    Matrix3(
      a: m.a / s, b: m.b / s, c: m.c / s, d: m.d / s, e: m.e / s, f: m.f / s, g: m.g / s, h: m.h / s, i: m.i / s)
  }

  @inlinable
  public static func * (m: Matrix3, n: Matrix3) -> Matrix3 {
    Matrix3(
      a: m.a * n.a + m.b * n.d + m.c * n.g, b: m.a * n.b + m.b * n.e + m.c * n.h, c: m.a * n.c + m.b * n.f + m.c * n.i,
      d: m.d * n.a + m.e * n.d + m.f * n.g, e: m.d * n.b + m.e * n.e + m.f * n.h, f: m.d * n.c + m.e * n.f + m.f * n.i,
      g: m.g * n.a + m.h * n.d + m.i * n.g, h: m.g * n.b + m.h * n.e + m.i * n.h, i: m.g * n.c + m.h * n.f + m.i * n.i)
  }

  @inlinable
  public static func * (m: Matrix3, p: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      m.a * p.x + m.b * p.y + m.c * p.z, m.d * p.x + m.e * p.y + m.f * p.z, m.g * p.x + m.h * p.y + m.i * p.z)
  }

  /// Returns the third homogeneous coordinate of a point's image.
  @inlinable
  public func depth(_ p: SIMD2<Double>) -> Double { g * p.x + h * p.y + i }

  /// Returns the image of a point of the plane.
  @inlinable
  public func callAsFunction(_ p: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(a * p.x + b * p.y + c, d * p.x + e * p.y + f) / depth(p)
  }
}
