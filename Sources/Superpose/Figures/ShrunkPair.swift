import SuperposeGeometry
import SuperposeImaging

/// Both images of a registration, shrunk to be looked at, in 8 bits, and the transform between the small images.
/// Pictures of large photographs then cost neither their memory nor their time.
struct ShrunkPair {
  let moving: Image
  let fixed: Image
  let fixedFromMoving: Homography
  let movingFromFixed: Homography

  /// Returns nil where the images are not registered.
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

  /// The moving image warped onto the fixed one, transparent outside.
  var warpedMoving: Image? { moving.readyToWarp().warped(by: fixedFromMoving, to: fixed.size) }

  /// The fixed image warped onto the moving one, transparent outside.
  var warpedFixed: Image? { fixed.readyToWarp().warped(by: movingFromFixed, to: moving.size) }
}

extension Image {
  /// Returns the picture with alpha. Its brightness is chosen by the picture alone, because the empty surroundings that
  /// warping adds must not count.
  fileprivate func readyToWarp() -> Image { hasAlpha ? self : display().addingAlpha() }
}
