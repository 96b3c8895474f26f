public import SuperposeGeometry

/// How far chance may have moved a transform, to first order: the covariance of its parameters, computed from its
/// inliers.
///
/// Far from the inliers a transform is an extrapolation. This tells how uncertain it is there without knowing the truth
/// (Hartley and Zisserman, Multiple View Geometry, chapter 5).
public struct TransformUncertainty: Hashable, Sendable {
  private let model: TransformModel
  private let fixedFromMoving: Matrix3
  private let conditioning: Conditioning
  /// The variance of the residuals. The covariance is the inverse of the normal equations times this.
  private let variance: Double
  private let equations: NormalEquations

  /// Returns nil where the inliers leave no freedom to measure their noise, or determine no transform.
  init?<Family: TransformFamily>(
    _: Family.Type, of transform: TwoWayTransform, inliers: [Int], pairs: PointPairs, conditioning: Conditioning
  ) {
    // Both directions of a pair show the same noise, so that a pair counts as two measurements and not as four.
    let freedom = 2 * inliers.count - Family.model.degreesOfFreedom
    guard freedom > 0 else { return nil }
    var equations = NormalEquations()
    var squares = 0.0
    for index in inliers {
      let rows = SymmetricResidual<Family>(of: transform, moving: pairs.moving(index), fixed: pairs.fixed(index))
      for row in [rows.forwardX, rows.forwardY, rows.backwardX, rows.backwardY] {
        equations.add(row, residual: 0, weight: 1)
      }
      squares += dot(rows.forward, rows.forward) + dot(rows.backward, rows.backward)
    }
    guard equations.solution(unknowns: Family.model.degreesOfFreedom) != nil else { return nil }
    self.equations = equations
    self.conditioning = conditioning
    model = Family.model
    fixedFromMoving = transform.fixedFromMoving
    variance = squares / Double(freedom)
  }

  /// Returns the standard deviation of the place in the fixed image to which a point of the moving image is mapped, in
  /// pixels of the given correspondences. It is infinite beyond the horizon.
  public func deviationPixels(at moving: Point) -> Double {
    switch model {
    case .homography, .local: deviation(HomographyFamily.self, moving)
    case .affine: deviation(AffineFamily.self, moving)
    case .similarity: deviation(SimilarityFamily.self, moving)
    case .euclidean: deviation(EuclideanFamily.self, moving)
    case .translation: deviation(TranslationFamily.self, moving)
    }
  }

  private func deviation<Family: TransformFamily>(_: Family.Type, _ moving: Point) -> Double {
    let conditioned = conditioning.moving(moving)
    let point = SIMD2(conditioned.x, conditioned.y)
    guard let transform = TwoWayTransform(fixedFromMoving), fixedFromMoving.depth(point) > 0 else { return .infinity }
    // Only how the point moves is of interest here, not the residuals.
    let rows = SymmetricResidual<Family>(of: transform, moving: point, fixed: fixedFromMoving(point))
    let squared = variance * (inverseForm(rows.forwardX) + inverseForm(rows.forwardY))
    return squared.isFinite && squared >= 0 ? squared.squareRoot() * conditioning.pixelsPerUnit : .infinity
  }

  /// Returns `j A⁻¹ jᵀ`.
  private func inverseForm(_ row: SIMD8<Double>) -> Double {
    var equations = equations
    equations.gradient = row
    guard let solution = equations.solution(unknowns: model.degreesOfFreedom) else { return .infinity }
    return (0..<model.degreesOfFreedom).reduce(0) { $0 + row[$1] * solution[$1] }
  }
}
