import SuperposeEstimation
import SuperposeGeometry
import SuperposeMatching

/// How many keypoints say that two views show the same scene in about the same direction and at about the same scale.
///
/// Descriptors that are each other's nearest are compared, without SuperGlue, and those counted that one similarity
/// brings together: between views of different scenes there are hardly any.
struct ViewVotes {
  let count: Int

  init(_ moving: Features, _ fixed: Features) {
    let neighbours = moving.mutualNeighbours(fixed)
    let correspondences = neighbours.map {
      Correspondence(
        moving: moving.keypoints[$0.index], fixed: fixed.keypoints[$0.other], confidence: Double($0.similarity))
    }
    let options = EstimationOptions(
      model: .similarity, estimator: .ransac, maxErrorPixels: SecondLook.Limits.voteErrorPixels,
      maxIterations: SecondLook.Limits.voteSamples)
    guard let found = estimateTransform(correspondences, options: options) else {
      count = 0
      return
    }
    // Views in the same direction and scale remain: what else there is has a pair of views of its own.
    let scale = found.fixedFromMoving.areaScale(at: moving.imageSize.center).squareRoot()
    count = scale > 0.4 && scale < 2.5 ? found.inliers.count { $0 } : 0
  }
}
