package import SuperposeGeometry

/// The transform that matches determine, and whether it can be trusted.
package struct JudgedTransform: Sendable {
  /// In original pixels, **also where the verdict refuses it**; nil where the matches determine none.
  package let fixedFromMoving: Homography?
  /// For each match; all false without a transform.
  package let inliers: [Bool]
  package let verdict: Verdict
  /// Why the verdict is not `registered`; empty when it is.
  package let reasons: [String]
  /// What the verdict goes by; nil without a transform.
  package let evidence: Evidence?

  /// - Parameter pictures: what the networks saw, nil where nobody knows; asked for only where the matches alone could
  ///   deceive.
  package init(
    _ matches: PointMatches, _ estimate: TransformEstimate?,
    pictures: () throws -> (moving: GrayImage, fixed: GrayImage)?
  ) rethrows {
    fixedFromMoving = estimate?.fixedFromMoving
    inliers = estimate?.inliers ?? [Bool](repeating: false, count: matches.count)
    var evidence = estimate.map { Evidence(matches, $0) }
    if let known = evidence, known.isInPlace, let (moving, fixed) = try pictures() {
      evidence?.content = ContentAgreement(
        moving: moving, fixed: fixed, fixedFromMoving: known.fixedFromMoving, inliers: known.inliers)
    }
    self.evidence = evidence
    (verdict, reasons) = evidence?.verdict() ?? (.failed, [Self.reasonWithoutTransform(matches)])
  }

  private static func reasonWithoutTransform(_ matches: PointMatches) -> String {
    if matches.keypointCounts.moving == 0 { return "no keypoints in the moving image" }
    if matches.keypointCounts.fixed == 0 { return "no keypoints in the fixed image" }
    return matches.count == 1 ? "1 match determines no transform" : "\(matches.count) matches determine no transform"
  }
}
