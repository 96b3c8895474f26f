import SuperposeGeometry

/// One kind of transform: how a minimal sample determines it, and how it moves in small steps.
///
/// A step multiplies from the right, `H ← H · increment(δ)`: the moving point is displaced by `D(x) δ` to first order
/// before H maps it. So `D` is all a kind has to say for exact Jacobians in both directions, wherever the horizon lies:
///
///     ∂ H(x) / ∂δ = A(x) · D(x)        (A: the 2×2 Jacobian of H)
///     ∂ H⁻¹(y) / ∂δ = −D(H⁻¹(y))
protocol TransformFamily {
  static var model: TransformModel { get }

  /// The transform through `model.sampleSize` pairs, or nil where they are degenerate.
  static func through(_ moving: [SIMD2<Double>], _ fixed: [SIMD2<Double>]) -> Matrix3?

  /// The rows of `D` at a point; parameters past `model.degreesOfFreedom` are zero.
  static func displacement(at p: SIMD2<Double>) -> (x: SIMD8<Double>, y: SIMD8<Double>)

  /// The transform of a small step: the identity at zero, its derivative there `D`.
  static func increment(_ step: SIMD8<Double>) -> Matrix3
}

/// Samples closer to degeneracy than this, in conditioned units, are not used: a pair of points under a hundredth of
/// the picture's typical radius apart, or three points in a triangle of comparable area, fix nothing.
enum Degeneracy {
  static let smallestSquaredDistance = 1e-4
  static let smallestTwiceArea = 1e-4
}

/// Twice the signed area of a triangle.
func twiceArea(_ p: SIMD2<Double>, _ q: SIMD2<Double>, _ r: SIMD2<Double>) -> Double {
  cross(q - p, r - p)
}

func cross(_ p: SIMD2<Double>, _ q: SIMD2<Double>) -> Double { p.x * q.y - p.y * q.x }
func dot(_ p: SIMD2<Double>, _ q: SIMD2<Double>) -> Double { p.x * q.x + p.y * q.y }
