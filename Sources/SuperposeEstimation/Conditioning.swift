import SuperposeGeometry

/// The change of coordinates in which transforms are estimated: the points of each image are centred, and those of both
/// images are divided by **one** length. Numbers are then near 1, errors keep their proportions, and a Euclidean
/// transform stays Euclidean.
struct Conditioning: Hashable {
  let movingCenter: Point
  let fixedCenter: Point
  /// The length of one unit, in pixels.
  let pixelsPerUnit: Double

  /// Centre and length are medians, so that a few wild points do not squeeze all others together.
  init(_ correspondences: [Correspondence]) {
    let moving = correspondences.map(\.moving)
    let fixed = correspondences.map(\.fixed)
    movingCenter = medianPoint(moving)
    fixedCenter = medianPoint(fixed)
    let distances =
      moving.map { [movingCenter] in $0.distance(to: movingCenter) }
      + fixed.map { [fixedCenter] in $0.distance(to: fixedCenter) }
    let typical = median(distances)
    // Where most points coincide, the farthest one gives the length; where all do, any unit will do.
    let length = typical > 0 ? typical : distances.max() ?? 0
    pixelsPerUnit = length > 0 ? length : 1
  }

  func moving(_ p: Point) -> Point { (p - movingCenter) * (1 / pixelsPerUnit) }
  func fixed(_ p: Point) -> Point { (p - fixedCenter) * (1 / pixelsPerUnit) }

  /// Converts a transform of conditioned points to one of pixels.
  func pixels(_ fixedFromMoving: Homography) -> Homography {
    let scale = 1 / pixelsPerUnit
    let conditioned = Homography.scale(x: scale, y: scale) * .translation(x: -movingCenter.x, y: -movingCenter.y)
    let restored =
      Homography.translation(x: fixedCenter.x, y: fixedCenter.y) * .scale(x: pixelsPerUnit, y: pixelsPerUnit)
    return restored * fixedFromMoving * conditioned
  }
}

private func medianPoint(_ points: [Point]) -> Point {
  Point(x: median(points.map(\.x)), y: median(points.map(\.y)))
}

private func median(_ values: [Double]) -> Double {
  values.isEmpty ? 0 : values.sorted()[values.count / 2]
}
