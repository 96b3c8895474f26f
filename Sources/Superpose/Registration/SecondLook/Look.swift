import Foundation
import SuperposeEstimation
import SuperposeGeometry
import SuperposeMatching

/// Matches and the transform they support.
struct Look {
  let matches: MatchResult
  /// Nil where the matches determine none, or one that no camera makes.
  let estimate: TransformEstimation?
  let support: Int

  init(_ matches: MatchResult, options: EstimationOptions) {
    self.matches = matches
    let found = TransformEstimation(matches: matches, options: options, pictures: nil)
    let evidence = found.map { Evidence(matches: matches, estimate: $0) }
    estimate = evidence?.isFoldless == true ? found : nil
    support = estimate?.inliers.count { $0 } ?? 0
  }

  /// Between the pictures that the networks see, with what it does to the surroundings of the inliers.
  var difference: ViewDifference? {
    guard let estimate else { return nil }
    let fixedFromMoving =
      matches.frame1.networkFromOriginal * estimate.fixedFromMoving * matches.frame0.originalFromNetwork
    let moving = zip(matches.mkpts0, estimate.inliers).compactMap { $1 ? matches.frame0.networkFromOriginal($0) : nil }
    return ViewDifference(fixedFromMoving, at: moving)
  }
}

/// How different two views of a scene are.
struct ViewDifference {
  let fixedFromMoving: Homography
  /// The local linear map's distance from the identity (Frobenius norm), on average.
  let distortion: Double
  /// Lengths in the fixed picture by lengths in the moving one, on (geometric) average.
  let scale: Double

  /// Nil without points.
  init?(_ fixedFromMoving: Homography, at moving: [Point]) {
    guard !moving.isEmpty else { return nil }
    self.fixedFromMoving = fixedFromMoving
    let count = Double(moving.count)
    distortion = moving.reduce(0) { $0 + fixedFromMoving.distortion(at: $1) } / count
    scale = exp(moving.reduce(0) { $0 + log(abs(fixedFromMoving.areaScale(at: $1))) } / (2 * count))
  }
}

extension Homography {
  /// How far the local linear map at a point is from the identity (Frobenius norm of the difference).
  func distortion(at p: Point) -> Double {
    let (q, depth) = (self(p), depth(at: p))
    let xx = (self[0, 0] - q.x * self[2, 0]) / depth - 1
    let xy = (self[0, 1] - q.x * self[2, 1]) / depth
    let yx = (self[1, 0] - q.y * self[2, 0]) / depth
    let yy = (self[1, 1] - q.y * self[2, 1]) / depth - 1
    return (xx * xx + xy * xy + yx * yx + yy * yy).squareRoot()
  }
}
