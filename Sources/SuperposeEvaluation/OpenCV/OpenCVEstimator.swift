import COpenCVMethods
import Superpose
import SuperposeEstimation
import SuperposeGeometry

/// OpenCV's robust estimators of a homography.
enum OpenCVEstimator {
  enum Method: String, Sendable, CaseIterable {
    /// Random sample consensus (Fischler and Bolles 1981), OpenCV's `RANSAC`.
    case ransac
    /// Least median of squares (Rousseeuw 1984), `LMEDS`. It needs no threshold, but half of the points must be
    /// inliers.
    case lmeds
    /// MAGSAC++ (Barath et al. 2020), `USAC_MAGSAC`.
    case magsac

    var code: Int32 {
      switch self {
      case .ransac: Int32(SUPERPOSE_CV_RANSAC)
      case .lmeds: Int32(SUPERPOSE_CV_LMEDS)
      case .magsac: Int32(SUPERPOSE_CV_MAGSAC)
      }
    }
  }

  struct Estimate: Hashable, Sendable {
    var homography: Homography
    /// One for each pair of points.
    var inliers: [Bool]
  }

  /// Returns the homography that maps `from[i]` to `to[i]` for as many i as possible.
  ///
  /// - Parameters:
  ///   - from: The points that are mapped.
  ///   - to: Their images, as many as there are points.
  ///   - method: The estimator.
  ///   - maxErrorPixels: The largest error of an inlier, in the pixels of `to`; `lmeds` finds its own.
  ///   - maxIterations: The largest number of samples.
  ///   - confidence: The probability, below 1, with which a sample without outliers should be drawn.
  ///   - seed: The seed of `magsac`; OpenCV's other two always draw the same samples.
  /// - Returns: The estimate, or nil for fewer than four pairs, points that are not finite, and points that determine
  ///   no invertible homography.
  static func homography(
    from: [Point], to: [Point], method: Method = .magsac, maxErrorPixels: Double, maxIterations: Int = 10_000,
    confidence: Double = 0.999, seed: Int32 = 0
  ) -> Estimate? {
    precondition(from.count == to.count, "\(from.count) points cannot be paired with \(to.count)")
    guard from.count >= 4, (from + to).allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
    var coefficients = [Double](repeating: 0, count: 9)
    var inliers = [UInt8](repeating: 0, count: from.count)
    var found: Int32 = 0
    // A failure inside OpenCV here always comes from degenerate points.
    let succeeded = OpenCVCall.succeeds {
      superpose_cv_find_homography(
        from.flattened, to.flattened, from.count, method.code, maxErrorPixels, Int32(clamping: maxIterations),
        confidence, seed, &coefficients, &inliers, &found, $0)
    }
    let homography = Homography(coefficients: coefficients)
    guard succeeded, found != 0, homography.isFinite, homography.inverse != nil else { return nil }
    return Estimate(homography: homography, inliers: inliers.map { $0 != 0 })
  }
}

/// Calls OpenCV through its shim.
enum OpenCVCall {
  /// Returns whether a function succeeded. It is for functions that fail on degenerate points only.
  static func succeeds(_ function: (UnsafeMutablePointer<superpose_cv_message>) -> Int32) -> Bool {
    var message = superpose_cv_message()
    return function(&message) == 0
  }

  /// Runs a function that cannot fail for valid arguments. Where memory runs out it stops the program, as every
  /// allocation in Swift does.
  static func trusted(_ operation: String, _ function: (UnsafeMutablePointer<superpose_cv_message>) -> Int32) {
    var message = superpose_cv_message()
    guard function(&message) != 0 else { return }
    let text = withUnsafeBytes(of: &message.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    preconditionFailure("OpenCV cannot \(operation): \(text)")
  }
}
