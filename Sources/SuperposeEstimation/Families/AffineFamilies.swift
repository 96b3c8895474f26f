import SuperposeGeometry

/// Affine transforms, which keep parallels.
enum AffineFamily: TransformFamily {
  static let model = TransformModel.affine

  static func through(_ p: [SIMD2<Double>], _ q: [SIMD2<Double>]) -> Matrix3? {
    let area = twiceArea(p[0], p[1], p[2])
    let smallest = Degeneracy.smallestTwiceArea
    guard abs(area) > smallest, abs(twiceArea(q[0], q[1], q[2])) > smallest else { return nil }
    let (p1, p2) = (p[1] - p[0], p[2] - p[0])
    let (q1, q2) = (q[1] - q[0], q[2] - q[0])
    let columnX = (q1 * p2.y - q2 * p1.y) / area
    let columnY = (q2 * p1.x - q1 * p2.x) / area
    let shift = q[0] - columnX * p[0].x - columnY * p[0].y
    return .affine(columnX.x, columnY.x, shift.x, columnX.y, columnY.y, shift.y)
  }

  static func displacement(at p: SIMD2<Double>) -> (x: SIMD8<Double>, y: SIMD8<Double>) {
    (SIMD8(p.x, p.y, 1, 0, 0, 0, 0, 0), SIMD8(0, 0, 0, p.x, p.y, 1, 0, 0))
  }

  static func increment(_ s: SIMD8<Double>) -> Matrix3 { .affine(1 + s[0], s[1], s[2], s[3], 1 + s[4], s[5]) }

  /// The transform's linear part at (0, 0).
  static func nearest(_ t: Matrix3) -> Matrix3 {
    let (x, y) = (t.c / t.i, t.f / t.i)
    return .affine(
      (t.a - x * t.g) / t.i, (t.b - x * t.h) / t.i, x, (t.d - y * t.g) / t.i, (t.e - y * t.h) / t.i, y)
  }
}

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

  static func nearest(_ transform: Matrix3) -> Matrix3 {
    let t = AffineFamily.nearest(transform)
    let (cosine, sine) = ((t.a + t.e) / 2, (t.d - t.b) / 2)
    return .affine(cosine, -sine, t.c, sine, cosine, t.f)
  }
}

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

  static func nearest(_ transform: Matrix3) -> Matrix3 {
    let t = SimilarityFamily.nearest(transform)
    let scale = max((t.a * t.a + t.d * t.d).squareRoot(), .leastNormalMagnitude)
    return .affine(t.a / scale, t.b / scale, t.c, t.d / scale, t.e / scale, t.f)
  }
}

/// Translations alone.
enum TranslationFamily: TransformFamily {
  static let model = TransformModel.translation

  static func through(_ p: [SIMD2<Double>], _ q: [SIMD2<Double>]) -> Matrix3? {
    let shift = q[0] - p[0]
    return .affine(1, 0, shift.x, 0, 1, shift.y)
  }

  static func displacement(at p: SIMD2<Double>) -> (x: SIMD8<Double>, y: SIMD8<Double>) {
    (SIMD8(1, 0, 0, 0, 0, 0, 0, 0), SIMD8(0, 1, 0, 0, 0, 0, 0, 0))
  }

  static func increment(_ s: SIMD8<Double>) -> Matrix3 { .affine(1, 0, s[0], 0, 1, s[1]) }

  static func nearest(_ t: Matrix3) -> Matrix3 { .affine(1, 0, t.c / t.i, 0, 1, t.f / t.i) }
}
