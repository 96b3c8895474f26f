import COpenCVMethods
import Superpose
import SuperposeGeometry

/// The relative pose of two calibrated cameras by OpenCV. The essential matrix is found by the five-point method
/// (Nistér 2004) in RANSAC; of its four poses, the one with the most points in front of both cameras is taken.
struct OpenCVRelativePose: Hashable, Sendable {
  /// The rotation R in `x₁ ~ R x₀ + t`.
  let rotation: Matrix3
  /// The direction of t, a unit vector.
  let translation: SIMD3<Double>

  /// Returns nil for fewer than five pairs and where no pose is found.
  ///
  /// - Parameters:
  ///   - from: The points of the first image after the intrinsics are undone, `K⁻¹ (x, y, 1)`.
  ///   - to: The points of the second image in the same way, as many as there are in the first.
  ///   - maxError: The largest error of an inlier in those units: pixels divided by the focal length.
  ///   - confidence: The probability, below 1, with which a sample without outliers should be drawn.
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
