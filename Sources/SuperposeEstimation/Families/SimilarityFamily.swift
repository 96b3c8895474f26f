import SuperposeGeometry

/// Rotations with one scale and a translation.
enum SimilarityFamily: TransformFamily {
  static let model = TransformModel.similarity

  static func through(_ p: [SIMD2<Double>], _ q: [SIMD2<Double>]) -> Matrix3? {
    let (from, to) = (p[1] - p[0], q[1] - q[0])
    let squaredLength = dot(from, from)
    let smallest = Degeneracy.smallestSquaredDistance
    guard squaredLength > smallest, dot(to, to) > smallest else { return nil }
    return turn(cosine: dot(from, to) / squaredLength, sine: cross(from, to) / squaredLength, taking: p[0], to: q[0])
  }

  /// Returns the rotation (with its scale) that takes one point to another.
  static func turn(cosine c: Double, sine s: Double, taking p: SIMD2<Double>, to q: SIMD2<Double>) -> Matrix3 {
    .affine(c, -s, q.x - c * p.x + s * p.y, s, c, q.y - s * p.x - c * p.y)
  }

  /// The parameters are the growth, the rotation, the shift in x, and the shift in y.
  static func displacement(at p: SIMD2<Double>) -> (x: SIMD8<Double>, y: SIMD8<Double>) {
    (SIMD8(p.x, -p.y, 1, 0, 0, 0, 0, 0), SIMD8(p.y, p.x, 0, 1, 0, 0, 0, 0))
  }

  static func increment(_ s: SIMD8<Double>) -> Matrix3 { .affine(1 + s[0], -s[1], s[2], s[1], 1 + s[0], s[3]) }
}
