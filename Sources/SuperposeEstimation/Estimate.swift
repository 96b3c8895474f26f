public import SuperposeGeometry

/// A transform estimated from correspondences, and how each of them agrees with it.
public struct Estimate: Hashable, Sendable {
  /// Maps pixels of the moving image to pixels of the fixed image. Its last coefficient is 1.
  public var fixedFromMoving: Homography
  /// For each correspondence, in the given order, whether its error is within the tolerance.
  public var inliers: [Bool]
  /// The symmetric transfer error of each correspondence, in pixels: the root of the mean of the squared distances in
  /// the fixed and in the moving image. It is infinite where a point lies behind the horizon or is not finite.
  public var errorsPixels: [Double]
  /// The largest error of an inlier, in pixels.
  public var tolerancePixels: Double
  /// The number of samples that were drawn.
  public var iterations: Int
  /// How far chance may have moved the transform; nil where there are too few inliers to tell.
  public var uncertainty: TransformUncertainty?

  /// How many correspondences support the transform.
  public var inlierCount: Int { inliers.count { $0 } }
}
