import SuperposeGeometry

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
}
