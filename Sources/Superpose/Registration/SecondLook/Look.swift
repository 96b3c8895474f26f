import Foundation
import SuperposeEstimation
import SuperposeGeometry
import SuperposeMatching

/// Matches, and the transform that they support.
struct Look {
  let matches: MatchResult
  /// The estimate; nil where the matches determine no transform, or one that no camera makes.
  private let estimate: TransformEstimate?
  /// The number of inliers.
  let support: Int

  init(_ matches: MatchResult, options: EstimationOptions) {
    let start = ContinuousClock.now
    let found = TransformEstimate(matches.points, options: options)
    var estimated = matches
    estimated.estimation = .init(options: options, estimate: found)
    var timings = Timings()
    timings.complete(.estimate, since: start)
    estimated.timings += timings
    self.matches = estimated
    let isSane = found?.fixedFromMoving.folding(of: matches.pictures.moving.frame.original) == nil
    estimate = isSane ? found : nil
    support = estimate?.inliers.count { $0 } ?? 0
  }

  /// The difference between the pictures that the networks saw, around the inliers.
  var difference: ViewDifference? {
    guard let estimate else { return nil }
    let (moving, fixed) = (matches.pictures.moving.frame, matches.pictures.fixed.frame)
    let networkFromOriginal = moving.networkFromOriginal
    return ViewDifference(
      fixed.networkFromOriginal * estimate.fixedFromMoving * moving.originalFromNetwork,
      at: zip(matches.mkpts0, estimate.inliers).compactMap { $1 ? networkFromOriginal($0) : nil })
  }
}

/// How different two views of a scene are.
struct ViewDifference {
  let fixedFromMoving: Homography
  /// The distance of the local linear map from the identity (Frobenius norm), on average.
  let distortion: Double
  /// The ratio of lengths in the fixed picture to those in the moving one, as a geometric mean.
  let scale: Double

  /// Returns nil where there are no points.
  init?(_ fixedFromMoving: Homography, at moving: [Point]) {
    guard !moving.isEmpty else { return nil }
    self.fixedFromMoving = fixedFromMoving
    let count = Double(moving.count)
    distortion = moving.reduce(0) { $0 + fixedFromMoving.distortion(at: $1) } / count
    scale = exp(moving.reduce(0) { $0 + log(abs(fixedFromMoving.areaScale(at: $1))) } / (2 * count))
  }
}

extension Homography {
  /// Returns the distance of the local linear map at a point from the identity (Frobenius norm of the difference).
  func distortion(at p: Point) -> Double {
    let (q, depth) = (self(p), depth(at: p))
    let xx = (self[0, 0] - q.x * self[2, 0]) / depth - 1
    let xy = (self[0, 1] - q.x * self[2, 1]) / depth
    let yx = (self[1, 0] - q.y * self[2, 0]) / depth
    let yy = (self[1, 1] - q.y * self[2, 1]) / depth - 1
    return (xx * xx + xy * xy + yx * yx + yy * yy).squareRoot()
  }
}
