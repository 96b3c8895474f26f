package import SuperposeGeometry

/// The transform that matches determine, and the verdict on it.
package struct JudgedTransform: Sendable {
  /// The transform in original pixels, **also where the verdict refuses it**; nil where the matches determine none.
  package let fixedFromMoving: Homography?
  /// What a surface adds to it; nil for a plane and without a transform.
  package let field: DisplacementField?
  /// What the search for a surface found; nil where none was wanted.
  package let surface: SurfaceReport?
  /// Whether each match is an inlier; all are false without a transform.
  package let inliers: [Bool]
  package let verdict: Verdict
  /// The reasons why the verdict is not `registered`; empty when it is.
  package let reasons: [String]
  /// The evidence for the verdict; nil without a transform.
  package let evidence: Evidence?

  /// - Parameters:
  ///   - matches: The matched points.
  ///   - estimate: The transform that they determine, or nil.
  ///   - masks: What of the pictures takes part.
  ///   - pictures: Returns the pictures that the networks saw, or nil where they are not known. It is called only where
  ///     the matches alone could deceive.
  package init(
    _ matches: PointMatches, _ estimate: TransformEstimate?, masks: Masks = Masks(),
    pictures: () throws -> (moving: GrayImage, fixed: GrayImage)?
  ) rethrows {
    fixedFromMoving = estimate?.fixedFromMoving
    (field, surface) = (estimate?.field, estimate?.surface)
    inliers = estimate?.inliers ?? [Bool](repeating: false, count: matches.count)
    var evidence = estimate.map { Evidence(matches, $0, masks: masks) }
    if let known = evidence, known.isInPlace, let (moving, fixed) = try pictures() {
      evidence?.content = ContentAgreement(
        moving: moving, fixed: fixed, fixedFromMoving: known.fixedFromMoving, inliers: known.inliers,
        masks: masks)
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
