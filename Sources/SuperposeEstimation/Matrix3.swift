import SuperposeGeometry

/// A 3×3 matrix on the stack, row by row `a b c / d e f / g h i`.
///
/// ``SuperposeGeometry/Homography`` keeps its coefficients in an array, which is too slow for the search's inner loops.
struct Matrix3: Hashable {
  var a, b, c: Double
  var d, e, f: Double
  var g, h, i: Double

  static let identity = Matrix3(a: 1, b: 0, c: 0, d: 0, e: 1, f: 0, g: 0, h: 0, i: 1)

  static func affine(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) -> Matrix3 {
    Matrix3(a: a, b: b, c: c, d: d, e: e, f: f, g: 0, h: 0, i: 1)
  }

  var homography: Homography { Homography(coefficients: [a, b, c, d, e, f, g, h, i]) }

  var determinant: Double { a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) }

  /// The Frobenius norm.
  var norm: Double { (a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h + i * i).squareRoot() }

  var adjugate: Matrix3 {
    Matrix3(
      a: e * i - f * h, b: c * h - b * i, c: b * f - c * e,
      d: f * g - d * i, e: a * i - c * g, f: c * d - a * f,
      g: d * h - e * g, h: b * g - a * h, i: a * e - b * d)
  }

  static func * (m: Matrix3, s: Double) -> Matrix3 {
    Matrix3(
      a: m.a * s, b: m.b * s, c: m.c * s, d: m.d * s, e: m.e * s, f: m.f * s, g: m.g * s, h: m.h * s, i: m.i * s)
  }

  static func * (m: Matrix3, n: Matrix3) -> Matrix3 {
    Matrix3(
      a: m.a * n.a + m.b * n.d + m.c * n.g, b: m.a * n.b + m.b * n.e + m.c * n.h, c: m.a * n.c + m.b * n.f + m.c * n.i,
      d: m.d * n.a + m.e * n.d + m.f * n.g, e: m.d * n.b + m.e * n.e + m.f * n.h, f: m.d * n.c + m.e * n.f + m.f * n.i,
      g: m.g * n.a + m.h * n.d + m.i * n.g, h: m.g * n.b + m.h * n.e + m.i * n.h, i: m.g * n.c + m.h * n.f + m.i * n.i)
  }

  /// The third homogeneous coordinate of a point's image.
  func depth(_ p: SIMD2<Double>) -> Double { g * p.x + h * p.y + i }

  func callAsFunction(_ p: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(a * p.x + b * p.y + c, d * p.x + e * p.y + f) / depth(p)
  }
}
