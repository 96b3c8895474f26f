import COpenCVMethods
import Superpose

/// The relative pose of two calibrated cameras by OpenCV: the essential matrix by the five-point method (Nistér 2004)
/// in RANSAC, and of its four poses the one with most points in front of both cameras.
struct OpenCVRelativePose: Hashable, Sendable {
  /// `x₁ ~ R x₀ + t`
  let rotation: Matrix3
  /// A unit vector.
  let translation: SIMD3<Double>

  /// - Parameters:
  ///   - from, to: positions freed of the intrinsics, `K⁻¹ (x, y, 1)`.
  ///   - maxError: of an inlier, in those units: pixels over the focal length.
  /// - Returns: nil for fewer than five pairs and where no pose is found.
  /// - Precondition: as many points on both sides.
  init?(from: [Point], to: [Point], maxError: Double, confidence: Double = 0.99999) {
    precondition(from.count == to.count, "\(from.count) points cannot be paired with \(to.count)")
    guard from.count >= 5, (from + to).allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
    var rotation = [Double](repeating: 0, count: 9)
    var translation = [Double](repeating: 0, count: 3)
    var found: Int32 = 0
    // A failure inside OpenCV here always comes from degenerate points.
    let succeeded = OpenCVCall.succeeds {
      superpose_cv_relative_pose(
        from.flattened, to.flattened, from.count, maxError, confidence, &rotation, &translation, &found, $0)
    }
    guard succeeded, found != 0, (rotation + translation).allSatisfy(\.isFinite) else { return nil }
    self.rotation = Matrix3(elements: rotation)
    self.translation = SIMD3(translation[0], translation[1], translation[2])
  }
}
