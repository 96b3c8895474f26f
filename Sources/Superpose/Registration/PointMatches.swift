package import SuperposeEstimation

/// Matched points of two images, found by whatever means.
package struct PointMatches: Sendable {
  package var frames: (moving: Frame, fixed: Frame)
  package var keypointCounts: (moving: Int, fixed: Int)
  /// The matched points in original pixels.
  package var correspondences: [Correspondence]

  package init(
    frames: (moving: Frame, fixed: Frame), keypointCounts: (moving: Int, fixed: Int), correspondences: [Correspondence]
  ) {
    self.frames = frames
    self.keypointCounts = keypointCounts
    self.correspondences = correspondences
  }

  package var count: Int { correspondences.count }
}
