import Foundation
import Superpose

/// How far an estimated pose is from the true one.
public enum PoseErrors {
  /// The angle of the rotation between two, in degrees.
  public static func rotationDegrees(_ estimate: [Double], _ truth: [Double]) -> Double {
    let trace = zip(estimate, truth).reduce(0) { $0 + $1.0 * $1.1 }
    return degrees(cosine: (trace - 1) / 2)
  }

  /// The angle between two translations, in degrees; the sign of either is not observable, so at most 90.
  public static func translationDegrees(_ estimate: SIMD3<Double>, _ truth: SIMD3<Double>) -> Double {
    let product = (estimate * truth).sum()
    let norms = ((estimate * estimate).sum() * (truth * truth).sum()).squareRoot()
    guard norms > 0 else { return .infinity }
    let angle = degrees(cosine: product / norms)
    return min(angle, 180 - angle)
  }

  /// `E = [t]× R` of a true pose, row by row; `x₁ᵀ E x₀ = 0` for normalised points.
  static func essential(_ pose: RelativePose) -> Homography {
    let t = pose.translation
    return Homography(rows: [[0, -t.z, t.y], [t.z, 0, -t.x], [-t.y, t.x, 0]]) * pose.rotation
  }

  /// The squared symmetric epipolar distance of two normalised points: the sum of the squared distances to both
  /// epipolar lines (SuperGlue, section 5.2).
  static func squaredEpipolarDistance(_ p: Point, _ q: Point, essential e: Homography) -> Double {
    let line1 = e.applied(p)
    let line0 = e.transposed.applied(q)
    let product = q.x * line1.x + q.y * line1.y + line1.z
    return product * product
      * (1 / (line1.x * line1.x + line1.y * line1.y) + 1 / (line0.x * line0.x + line0.y * line0.y))
  }

  private static func degrees(cosine: Double) -> Double { acos(min(max(cosine, -1), 1)) * 180 / .pi }
}

extension Homography {
  /// The product with (x, y, 1), not divided.
  fileprivate func applied(_ p: Point) -> SIMD3<Double> {
    SIMD3(
      self[0, 0] * p.x + self[0, 1] * p.y + self[0, 2], self[1, 0] * p.x + self[1, 1] * p.y + self[1, 2],
      self[2, 0] * p.x + self[2, 1] * p.y + self[2, 2])
  }

  fileprivate var transposed: Homography {
    Homography(coefficients: (0..<9).map { self[$0 % 3, $0 / 3] })
  }
}
