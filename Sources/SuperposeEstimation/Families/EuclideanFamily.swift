import SuperposeGeometry

/// Rotations with a translation.
enum EuclideanFamily: TransformFamily {
  static let model = TransformModel.euclidean

  /// Keeps the direction from one point to the other, and their midpoint.
  static func through(_ p: [SIMD2<Double>], _ q: [SIMD2<Double>]) -> Matrix3? {
    let (from, to) = (p[1] - p[0], q[1] - q[0])
    let smallest = Degeneracy.smallestSquaredDistance
    guard dot(from, from) > smallest, dot(to, to) > smallest else { return nil }
    let lengths = (dot(from, from) * dot(to, to)).squareRoot()
    return SimilarityFamily.turn(
      cosine: dot(from, to) / lengths, sine: cross(from, to) / lengths,
      taking: (p[0] + p[1]) / 2, to: (q[0] + q[1]) / 2)
  }

  /// The parameters are the rotation in radians, the shift in x, and the shift in y.
  static func displacement(at p: SIMD2<Double>) -> (x: SIMD8<Double>, y: SIMD8<Double>) {
    (SIMD8(-p.y, 1, 0, 0, 0, 0, 0, 0), SIMD8(p.x, 0, 1, 0, 0, 0, 0, 0))
  }

  /// Computes the rotation by Cayley's formula, which is exact to second order in the angle and free of trigonometry.
  static func increment(_ s: SIMD8<Double>) -> Matrix3 {
    let t = s[0] / 2
    let (cosine, sine) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
    return .affine(cosine, -sine, s[1], sine, cosine, s[2])
  }
}
