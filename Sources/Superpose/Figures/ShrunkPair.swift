import SuperposeGeometry
import SuperposeImaging

/// Both images of a registration, shrunk to be looked at, in 8 bits, and the transform between the small images.
/// Pictures of large photographs then cost neither their memory nor their time.
struct ShrunkPair {
  let moving: Image
  let fixed: Image
  let transform: ImageTransform

  /// Returns nil where the images are not registered.
  init?(_ whole: Registration, longSide: Int) {
    let registration = whole.ofLoadedImages
    moving = registration.moving.shrunk(toLongSide: longSide)
    fixed = registration.fixed.shrunk(toLongSide: longSide)
    guard let small = try? registration.transform?.resized(moving: moving.size, fixed: fixed.size) else { return nil }
    transform = small
  }

  /// Warps both images to a frame that holds all of both, where they have little in common: in either image's frame
  /// most of the other would be cut off. Returns nil where they have much in common, and where the frame would be
  /// mostly empty.
  func inCommonFrame(longSide: Int) -> (moving: Image, fixed: Image)? {
    guard let polygon = try? transform.movingPolygon(), let common = try? transform.commonPolygon(),
      common.area < Self.littleOverlap * min(polygon.area, Double(fixed.size.pixelCount)),
      let area = try? transform.area(.union), area.size.longSide <= Self.largestFrame * fixed.size.longSide
    else { return nil }
    let target = area.size.shrunk(toLongSide: longSide)
    let targetFromFixed = PixelGrid.resize(from: area.size, to: target) * area.areaFromFixed
    guard let framedTransform = try? transform.framed(area).resized(moving: moving.size, fixed: target),
      let warped = moving.readyToWarp().warped(by: framedTransform),
      let framed = fixed.readyToWarp().warped(by: targetFromFixed, to: target)
    else { return nil }
    return (warped, framed)
  }

  /// Below this share of the smaller image's area.
  private static let littleOverlap = 0.4
  /// How many times as long as the fixed image.
  private static let largestFrame = 4

  /// The moving image warped onto the fixed one, transparent outside.
  var warpedMoving: Image? { moving.readyToWarp().warped(by: transform) }

  /// The fixed image warped onto the moving one, transparent outside.
  var warpedFixed: Image? { fixed.readyToWarp().warped(by: transform.inverse) }
}

extension Image {
  /// Returns the picture with alpha. Its brightness is chosen by the picture alone, because the empty surroundings that
  /// warping adds must not count.
  fileprivate func readyToWarp() -> Image { hasAlpha ? self : display().addingAlpha() }
}
