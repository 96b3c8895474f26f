import Superpose
import SuperposeEstimation
import SuperposeGeometry

extension PairResult {
  /// Adds how far the transform that follows a surface, and the plane's transform of the same matches, are from the
  /// truth.
  ///
  /// - Parameters:
  ///   - judged: What the program says of the transform that may follow a surface.
  ///   - plane: The plane's transform.
  mutating func addSurface(
    _ prediction: Prediction, _ judged: JudgedTransform, plane: Homography?, truth: BentSurface,
    _ settings: EvaluationSettings
  ) {
    values[.registered] = judged.verdict == .registered ? 1 : 0
    guard judged.verdict == .registered, let base = judged.fixedFromMoving, let plane else { return }
    let inliers = zip(prediction.correspondences, judged.inliers).filter(\.1).map {
      ImageTransform.ControlPoint(moving: $0.0.moving, fixed: $0.0.fixed)
    }
    func transform(_ plane: Homography, _ field: DisplacementField?) -> ImageTransform? {
      try? ImageTransform(
        moving: ImageFrame(size: prediction.size0), fixed: ImageFrame(size: prediction.size1),
        fixedFromMoving: plane, field: field, controlPoints: inliers)
    }
    guard let bent = transform(base, judged.field), let flat = transform(plane, nil) else { return }
    let overlap = ThinPlate.lattice(prediction.size1).compactMap { second -> (first: Point, second: Point)? in
      guard let first = truth.first(from: second), prediction.size0.contains(first) else { return nil }
      return (first, second)
    }
    guard !overlap.isEmpty else { return }
    // Errors are measured in the second image, whose proportions the measuring frame keeps.
    let measured = settings.measured.size(for: prediction.size1)
    let scale = Double(measured.longSide) / Double(prediction.size1.longSide)
    // A point that is put nowhere counts as one that is put a whole picture away.
    let largest = Double(prediction.size1.longSide)
    func error(_ transform: ImageTransform) -> Double {
      let sum = overlap.reduce(0) { $0 + min(transform($1.first)?.distance(to: $1.second) ?? largest, largest) }
      return scale * sum / Double(overlap.count)
    }
    let (surfaceError, planeError) = (error(bent), error(flat))
    values[.followsSurface] = judged.field == nil ? 0 : 1
    values[.surfaceError] = surfaceError
    values[.planeError] = planeError
    values[.surfaceExcess] = surfaceError - planeError
  }
}
