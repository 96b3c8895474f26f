/// Both directions of a transform that follows a surface.
struct SurfaceMaps: Hashable, Sendable {
  let fixedFromMoving: PlaneMap
  let movingFromFixed: PlaneMap

  /// Returns nil where the map has no inverse.
  init?(_ fixedFromMoving: PlaneMap) {
    guard let inverse = fixedFromMoving.inverse else { return nil }
    self.init(fixedFromMoving: fixedFromMoving, movingFromFixed: inverse)
  }

  private init(fixedFromMoving: PlaneMap, movingFromFixed: PlaneMap) {
    (self.fixedFromMoving, self.movingFromFixed) = (fixedFromMoving, movingFromFixed)
  }

  var inverse: SurfaceMaps { SurfaceMaps(fixedFromMoving: movingFromFixed, movingFromFixed: fixedFromMoving) }
}
