import SuperposeGeometry

/// Plane projective transforms.
enum HomographyFamily: TransformFamily {
  static let model = TransformModel.homography

  /// Solves by change of projective bases (Hartley and Zisserman, exercise 4.7.1, done by areas).
  ///
  /// With the fourth point written as `p₄ = Σ λᵢ pᵢ`, and `q₄ = Σ μᵢ qᵢ`, the transform takes `pᵢ` to `(μᵢ/λᵢ) qᵢ` and
  /// `p₄` to `q₄`. The ratios are the points' depths: unless all are positive the four are seen from both sides of
  /// the plane or across its horizon, which no camera does (the orientation test of Chum, Werner and Matas, ICPR 2004).
  static func through(_ p: [SIMD2<Double>], _ q: [SIMD2<Double>]) -> Matrix3? {
    guard let lambda = barycentric(p), let mu = barycentric(q) else { return nil }
    let depth = mu / lambda
    guard depth.min() > 0 else { return nil }
    let toBasis = columns(p, weights: SIMD3(repeating: 1))
    return columns(q, weights: depth) * toBasis.adjugate * (1 / toBasis.determinant)
  }

  /// Returns the fourth point's coordinates in the other three, or nil where any three are nearly collinear.
  private static func barycentric(_ p: [SIMD2<Double>]) -> SIMD3<Double>? {
    let whole = twiceArea(p[0], p[1], p[2])
    let parts = SIMD3(twiceArea(p[3], p[1], p[2]), twiceArea(p[0], p[3], p[2]), twiceArea(p[0], p[1], p[3]))
    let smallest = Degeneracy.smallestTwiceArea
    guard abs(whole) > smallest, abs(parts.x) > smallest, abs(parts.y) > smallest, abs(parts.z) > smallest
    else { return nil }
    return parts / whole
  }

  private static func columns(_ p: [SIMD2<Double>], weights w: SIMD3<Double>) -> Matrix3 {
    Matrix3(
      a: p[0].x * w.x, b: p[1].x * w.y, c: p[2].x * w.z, d: p[0].y * w.x, e: p[1].y * w.y, f: p[2].y * w.z,
      g: w.x, h: w.y, i: w.z)
  }

  static func displacement(at p: SIMD2<Double>) -> (x: SIMD8<Double>, y: SIMD8<Double>) {
    (
      SIMD8(p.x, p.y, 1, 0, 0, 0, -p.x * p.x, -p.x * p.y),
      SIMD8(0, 0, 0, p.x, p.y, 1, -p.x * p.y, -p.y * p.y)
    )
  }

  static func increment(_ s: SIMD8<Double>) -> Matrix3 {
    Matrix3(a: 1 + s[0], b: s[1], c: s[2], d: s[3], e: 1 + s[4], f: s[5], g: s[6], h: s[7], i: 1)
  }

  static func nearest(_ transform: Matrix3) -> Matrix3 { transform }
}
