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

  package init(_ matches: PointMatches, _ estimate: TransformEstimate?) {
    fixedFromMoving = estimate?.fixedFromMoving
    inliers = estimate?.inliers ?? [Bool](repeating: false, count: matches.count)
    evidence = estimate.map { Evidence(matches, $0) }
    (verdict, reasons) = evidence?.verdict() ?? (.failed, [Self.reasonWithoutTransform(matches)])
  }

  private static func reasonWithoutTransform(_ matches: PointMatches) -> String {
    if matches.keypointCounts.moving == 0 { return "no keypoints in the moving image" }
    if matches.keypointCounts.fixed == 0 { return "no keypoints in the fixed image" }
    return matches.count == 1 ? "1 match determines no transform" : "\(matches.count) matches determine no transform"
  }
}
