import Foundation
public import SuperposeGeometry

/// What becomes of the transform after the matches have determined it.
public enum TransformRefinement: String, Codable, CaseIterable, Sendable {
  /// The pixels of both pictures are laid on each other (see ``photometricallyRefined(_:moving:fixed:model:)``).
  case photometric
  case none
}

/// Improves a transform until the moving picture's pixels lie on the fixed one's, coarse to fine.
///
/// Squares of the fixed picture are compared with what the transform lays on them, each with a brightness and contrast
/// of its own, weighted by how well they agree: what has changed or lies off the plane loses its say. A quarter of the
/// squares takes no part; the result is kept only where these correlate better than at the start and well enough, and
/// where no corner has moved further than ten pixels. Nothing in it is drawn at random.
///
/// - Parameters:
///   - fixedFromMoving: between pixels of both pictures.
///   - model: `homography` and `affine` are refined; the transforms of the other models stay as they are.
/// - Returns: Nil where the start is not to be improved.
public func photometricallyRefined(
  _ fixedFromMoving: Homography, moving: GrayPlane, fixed: GrayPlane, model: TransformModel
) -> Homography? {
  guard model == .homography || model == .affine, let start = fixedFromMoving.inverse,
    let scale = PhotometricLimits.movingPixelsPerFixedPixel(start, moving.size, fixed.size)
  else { return nil }
  // A picture that is enlarged on the other is compared where both are equally sharp.
  let shift = Int(log2(scale).rounded())
  let finest = max(0, -shift)
  guard abs(shift) <= PhotometricLimits.mostLevels else { return nil }
  let fixedPyramid = fixed.pyramid(levels: finest + PhotometricLimits.levels)
  let movingPyramid = moving.pyramid(levels: finest + shift + PhotometricLimits.levels)
  var refined = start
  var last: AlignmentLevel?
  for level in (finest..<finest + PhotometricLimits.levels).reversed() {
    let alignment = AlignmentLevel(fixed: fixedPyramid[level], moving: movingPyramid[level + shift])
    let scaled = refined.between(fixedLevel: level, movingLevel: level + shift)
    if let aligned = alignment.aligned(scaled, unknowns: model.degreesOfFreedom) {
      refined = aligned.between(fixedLevel: -level, movingLevel: -(level + shift))
    } else if level == finest {
      return nil
    }
    last = alignment
  }
  guard let last, let result = refined.inverse?.normalized,
    PhotometricLimits.accept(
      refined.between(fixedLevel: finest, movingLevel: finest + shift),
      over: start.between(fixedLevel: finest, movingLevel: finest + shift), at: last),
    result.largestCornerMove(from: fixedFromMoving, over: moving.size) <= PhotometricLimits.largestMovePixels
  else { return nil }
  return result
}

/// When a refinement is tried and kept.
private enum PhotometricLimits {
  static let levels = 3
  /// Pictures whose scales differ by more than two to this power are left alone.
  static let mostLevels = 3
  /// Of a corner of the moving picture.
  static let largestMovePixels = 10.0
  /// Squares that were held out correlate this well on average, or nothing is known of the transform.
  static let leastCorrelation: Float = 0.5

  static func accept(_ refined: Homography, over start: Homography, at level: AlignmentLevel) -> Bool {
    guard let (before, after) = level.heldOutCorrelations(start, refined) else { return false }
    return after > before && after >= leastCorrelation
  }

  /// In the middle of the overlap; nil without one.
  static func movingPixelsPerFixedPixel(_ movingFromFixed: Homography, _ moving: ImageSize, _ fixed: ImageSize)
    -> Double?
  {
    let steps = 16
    let seen = (0...steps).flatMap { row in
      (0...steps).map { column in
        Point(
          x: Double(column * (fixed.width - 1)) / Double(steps), y: Double(row * (fixed.height - 1)) / Double(steps))
      }
    }.filter { moving.contains(movingFromFixed($0)) }
    guard !seen.isEmpty else { return nil }
    let areas = seen.map { abs(movingFromFixed.areaScale(at: $0)) }.sorted()
    let scale = areas[areas.count / 2].squareRoot()
    return scale.isFinite && scale > 0 ? scale : nil
  }
}

extension Homography {
  /// A transform from the fixed to the moving picture, for pixels of the given levels of both.
  fileprivate func between(fixedLevel: Int, movingLevel: Int) -> Homography {
    let (fixed, moving) = (pow(2, Double(fixedLevel)), pow(2, -Double(movingLevel)))
    return (.scale(x: moving, y: moving) * self * .scale(x: fixed, y: fixed)).normalized
  }
}
