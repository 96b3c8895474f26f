import Foundation
public import SuperposeGeometry

/// The errors of an estimated relative pose.
public enum PoseErrors {
  /// Returns the angle between two rotations, in degrees.
  public static func rotationDegrees(_ estimate: Matrix3, _ truth: Matrix3) -> Double {
    let trace = zip(estimate.elements, truth.elements).reduce(0) { $0 + $1.0 * $1.1 }
    return degrees(cosine: (trace - 1) / 2)
  }

  /// Returns the angle between two translations, in degrees. The sign of neither is observable, so that it is at most
  /// 90.
  public static func translationDegrees(_ estimate: SIMD3<Double>, _ truth: SIMD3<Double>) -> Double {
    let product = (estimate * truth).sum()
    let norms = ((estimate * estimate).sum() * (truth * truth).sum()).squareRoot()
    guard norms > 0 else { return .infinity }
    let angle = degrees(cosine: product / norms)
    return min(angle, 180 - angle)
  }

  /// Returns the essential matrix `E = [t]× R` of a true pose; `x₁ᵀ E x₀ = 0` holds for normalised points.
  static func essential(_ pose: RelativePose) -> Matrix3 {
    let t = pose.translation
    return Matrix3(rows: [[0, -t.z, t.y], [t.z, 0, -t.x], [-t.y, t.x, 0]]) * pose.rotation
  }

  /// Returns the squared symmetric epipolar distance of two normalised points: the sum of the squared distances to both
  /// epipolar lines (SuperGlue, section 5.2).
  static func squaredEpipolarDistance(_ p: Point, _ q: Point, essential e: Matrix3) -> Double {
    let line1 = e * SIMD3(p.x, p.y, 1)
    let line0 = e.transposed * SIMD3(q.x, q.y, 1)
    let product = q.x * line1.x + q.y * line1.y + line1.z
    return product * product
      * (1 / (line1.x * line1.x + line1.y * line1.y) + 1 / (line0.x * line0.x + line0.y * line0.y))
  }

  private static func degrees(cosine: Double) -> Double { acos(min(max(cosine, -1), 1)) * 180 / .pi }
}
