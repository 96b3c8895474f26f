import SuperposeGeometry

/// The truth of a pair whose second image shows a bent view of what the first shows.
public struct BentSurface: Hashable, Sendable {
  private let photographFromSecond: Homography
  /// Its third coordinate is positive on the visible side of the first view's horizon.
  private let firstFromPhotograph: Homography
  /// Moves a point of the second image to the point of the view that is seen there; nil for a plane.
  private let bend: ThinPlate?

  /// - Parameters:
  ///   - views: Of one photograph, before the second one was bent.
  ///   - bend: Moves a point of the second image to the point of the view that is seen there; nil for a plane.
  init(_ views: (RandomView, RandomView), bend: ThinPlate?) {
    photographFromSecond = views.1.photographFromView
    let middle = views.0.photographFromView(views.0.size.center)
    let first = views.0.viewFromPhotograph
    firstFromPhotograph = first.depth(at: middle) < 0 ? Homography(first.matrix * -1) : first
    self.bend = bend
  }

  /// Maps a point of image 1 to image 0, in pixels; nil where image 0 cannot show it.
  func first(from second: Point) -> Point? {
    let seen = photographFromSecond(bend?.displaced(second) ?? second)
    guard firstFromPhotograph.depth(at: seen) > 0 else { return nil }
    return firstFromPhotograph(seen)
  }
}
