import SuperposeGeometry
import SuperposeImaging

/// Both images of a registration made small enough to look at, 8 bits, and the transform between the small ones: pictures of
/// large photographs then cost neither their memory nor their time.
struct ShrunkPair {
  let moving: Image
  let fixed: Image
  let fixedFromMoving: Homography
  let movingFromFixed: Homography

  /// Nil when not registered.
  init?(_ registration: Registration, longSide: Int) {
    guard let transform = registration.fixedFromMoving else { return nil }
    moving = registration.moving.shrunk(toLongSide: longSide)
    fixed = registration.fixed.shrunk(toLongSide: longSide)
    fixedFromMoving =
      PixelGrid.resize(from: registration.fixed.size, to: fixed.size) * transform
      * PixelGrid.resize(from: moving.size, to: registration.moving.size)
    guard let inverse = fixedFromMoving.inverse else { return nil }
    movingFromFixed = inverse
  }

  /// The moving image on the fixed one, transparent outside.
  var warpedMoving: Image? { moving.readyToWarp().warped(by: fixedFromMoving, to: fixed.size) }

  /// The fixed image on the moving one, transparent outside.
  var warpedFixed: Image? { fixed.readyToWarp().warped(by: movingFromFixed, to: moving.size) }
}

extension Image {
  /// With alpha, and its brightness chosen by the picture alone: the empty surroundings that warping adds must not count.
  fileprivate func readyToWarp() -> Image { hasAlpha ? self : display().addingAlpha() }
}
