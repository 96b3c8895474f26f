public import SuperposeGeometry

/// The transforms of many frames, estimated together.
public struct JointEstimate: Sendable {
  /// Maps a point of each frame to the reference; nil for frames that no link connects with it, and for those whose
  /// transform became singular.
  public let referenceFromFrame: [Homography?]
  /// For each link the median symmetric transfer error of its matches, in the pixels in which errors are measured; nil
  /// where one of its frames has no transform.
  public let linkErrors: [Double?]
  /// Whether each link took part. Those that contradict the others did not, as far as the others connect the frames.
  public let isUsed: [Bool]
  /// The noise of the matches that took part: the standard deviation of a coordinate, in the same pixels.
  public let noise: Double
}

/// Estimates the transforms of many frames into one of them from the matches between all of them.
///
/// A chain of transforms adds up the errors of its parts. Here the symmetric transfer errors of all matches are
/// minimised at once over the transforms of all frames (the bundle adjustment of a plane), by Levenberg and Marquardt's
/// method with exact Jacobians, Cauchy's loss and a sparse Cholesky factorisation. Links that contradict the others are
/// left out, unless a frame hangs on them. The result depends on nothing but the arguments.
///
/// - Parameters:
///   - frames: The frames. Euclidean transforms and translations need frames of one scale, and take the reference's.
///   - links: The matches, by pairs of frames.
///   - reference: The index of the frame that stays.
///   - model: The kind of transform of each frame.
///   - tolerance: The largest error of a match that agrees, in the pixels in which errors are measured.
/// - Precondition: All indices are those of frames.
public func estimateJointly(
  _ frames: [JointFrame], links: [FrameLink], reference: Int, model: TransformModel = .homography,
  tolerance: Double = 3
) -> JointEstimate {
  precondition(
    frames.indices.contains(reference)
      && links.allSatisfy { frames.indices.contains($0.moving) && frames.indices.contains($0.fixed) },
    "a link or the reference names a frame that is none of \(frames.count)")
  switch model {
  case .homography, .local: return estimate(HomographyFamily.self, frames, links, reference, tolerance)
  case .affine: return estimate(AffineFamily.self, frames, links, reference, tolerance)
  case .similarity: return estimate(SimilarityFamily.self, frames, links, reference, tolerance)
  case .euclidean: return estimate(EuclideanFamily.self, frames, links, reference, tolerance)
  case .translation: return estimate(TranslationFamily.self, frames, links, reference, tolerance)
  }
}

/// A link whose matches lie farther from the others' transforms than so many tolerances contradicts them.
private let largestContradiction = 4.0

private func estimate<Family: TransformFamily>(
  _: Family.Type, _ frames: [JointFrame], _ links: [FrameLink], _ reference: Int, _ tolerance: Double
) -> JointEstimate {
  let problem = JointProblem<Family>(frames, links, reference: reference, tolerance: tolerance)
  var isUsed = links.map { $0.moving != $0.fixed && !$0.correspondences.isEmpty }
  var solution = problem.solution(using: isUsed)
  // Each round leaves out what it finds, so that the next begins without it; wrong links are few.
  for _ in 0..<3 {
    let kept = problem.consistentLinks(solution, isUsed, limit: largestContradiction * tolerance)
    guard kept != isUsed else { break }
    isUsed = kept
    solution = problem.solution(using: isUsed)
  }
  return JointEstimate(
    referenceFromFrame: problem.pixels(solution.transforms), linkErrors: problem.medianErrors(solution.transforms),
    isUsed: isUsed, noise: solution.noise * problem.pixelsPerUnit)
}
