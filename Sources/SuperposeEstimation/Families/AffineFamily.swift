import SuperposeGeometry

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
}
