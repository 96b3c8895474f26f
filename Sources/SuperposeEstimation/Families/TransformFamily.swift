import SuperposeGeometry

/// One kind of transform: how a minimal sample determines it, and how it changes in small steps.
///
/// A step multiplies from the right, `H ← H · increment(δ)`: the moving point is displaced by `D(x) δ`, to first order,
/// before H maps it. `D` is therefore all that a kind must define for exact Jacobians in both directions, wherever the
/// horizon lies:
///
///     ∂ H(x) / ∂δ = A(x) · D(x)        (A: the 2×2 Jacobian of H)
///     ∂ H⁻¹(y) / ∂δ = −D(H⁻¹(y))
protocol TransformFamily {
  static var model: TransformModel { get }

  /// Returns the transform through `model.sampleSize` pairs, or nil where they are degenerate.
  static func through(_ moving: [SIMD2<Double>], _ fixed: [SIMD2<Double>]) -> Matrix3?

  /// Returns the rows of `D` at a point. Parameters past `model.degreesOfFreedom` are zero.
  static func displacement(at p: SIMD2<Double>) -> (x: SIMD8<Double>, y: SIMD8<Double>)

  /// Returns the transform of a small step: the identity at zero, with `D` as its derivative there.
  static func increment(_ step: SIMD8<Double>) -> Matrix3

  /// Returns a transform of this kind that is close to another one where that moves the middle of an image, which is at
  /// (0, 0): the other one itself where it is of this kind.
  static func nearest(_ transform: Matrix3) -> Matrix3
}

/// The limits below which a sample is too close to degeneracy to be used, in conditioned units. Two points less than a
/// hundredth of the picture's typical radius apart, or three points in a triangle of comparable area, determine
/// nothing.
enum Degeneracy {
  static let smallestSquaredDistance = 1e-4
  static let smallestTwiceArea = 1e-4
}

/// Returns twice the signed area of a triangle.
func twiceArea(_ p: SIMD2<Double>, _ q: SIMD2<Double>, _ r: SIMD2<Double>) -> Double {
  cross(q - p, r - p)
}

func cross(_ p: SIMD2<Double>, _ q: SIMD2<Double>) -> Double { p.x * q.y - p.y * q.x }
func dot(_ p: SIMD2<Double>, _ q: SIMD2<Double>) -> Double { p.x * q.x + p.y * q.y }
