import Superpose
import SuperposeGeometry

extension PairResult {
  /// The squared symmetric epipolar distance below which a match is right, in normalised coordinates.
  private static let largestSquaredDistance = 5e-4

  mutating func addPose(_ prediction: Prediction, pose: RelativePose, resize: ResizePolicy, maxErrorPixels: Double) {
    guard let points = NormalizedMatches(prediction, pose) else { return addPoseError(.infinity) }
    let essential = PoseErrors.essential(pose)
    let close = zip(points.from, points.to).count {
      PoseErrors.squaredEpipolarDistance($0, $1, essential: essential) < Self.largestSquaredDistance
    }
    values[.epipolarPrecision] = points.from.isEmpty ? nil : Double(close) / Double(points.from.count)
    values[.matchingScore] =
      prediction.keypoints0.isEmpty ? nil : Double(close) / Double(prediction.keypoints0.count)
    let scale = Double(resize.size(for: prediction.size0).longSide) / Double(prediction.size0.longSide)
    let maxError = maxErrorPixels / (scale * points.focalLength)
    guard let estimate = OpenCVRelativePose(from: points.from, to: points.to, maxError: maxError) else {
      return addPoseError(.infinity)
    }
    addPoseError(
      max(
        PoseErrors.rotationDegrees(estimate.rotation, pose.rotation),
        PoseErrors.translationDegrees(estimate.translation, pose.translation)))
  }

  private mutating func addPoseError(_ error: Double) {
    poseError = error.isFinite ? error : nil
    for (metric, threshold) in [(Metric.poseAreaAt5, 5.0), (.poseAreaAt10, 10), (.poseAreaAt20, 20)] {
      values[metric] = CumulativeErrors.area(of: error, upTo: threshold)
    }
  }
}

/// Matched points after the turns and the intrinsics are undone.
private struct NormalizedMatches {
  let from: [Point]
  let to: [Point]
  /// The mean of the four focal lengths, in original pixels.
  let focalLength: Double

  init?(_ prediction: Prediction, _ pose: RelativePose) {
    func normalization(_ turned: ImageSize, _ turns: Int, _ intrinsics: Matrix3) -> Homography? {
      let turn = QuarterTurns(turns)
      guard let originalFromTurned = turn.turnedFromOriginal(turn.size(of: turned)).inverse,
        let inverse = intrinsics.inverse
      else { return nil }
      return Homography(inverse) * originalFromTurned
    }
    guard let normalize0 = normalization(prediction.size0, pose.turns0, pose.intrinsics0),
      let normalize1 = normalization(prediction.size1, pose.turns1, pose.intrinsics1)
    else { return nil }
    from = prediction.correspondences.map { normalize0($0.moving) }
    to = prediction.correspondences.map { normalize1($0.fixed) }
    focalLength =
      (pose.intrinsics0[0, 0] + pose.intrinsics0[1, 1] + pose.intrinsics1[0, 0] + pose.intrinsics1[1, 1]) / 4
  }
}
