public import SuperposeGeometry
import SuperposeImaging

/// The relative pose of two calibrated cameras: a point at x for camera 0 is at `R x + t` for camera 1.
public struct RelativePose: Sendable, Hashable {
  /// The upper triangular matrix that maps directions to pixels of the first image as the file holds it.
  public var intrinsics0: Matrix3
  /// The same of the second image.
  public var intrinsics1: Matrix3
  /// R, of determinant 1.
  public var rotation: Matrix3
  /// The translation t, in any unit.
  public var translation: SIMD3<Double>
  /// The number of times that the first picture was turned by 90° anticlockwise before it was matched. The intrinsics
  /// belong to the picture before that.
  public var turns0 = 0
  /// The same of the second picture.
  public var turns1 = 0

  /// - Parameters:
  ///   - intrinsics0: upper triangular, from directions to pixels of the first image as the file holds it.
  ///   - intrinsics1: the same of the second image.
  ///   - rotation: R, of determinant 1.
  ///   - translation: t, in any unit.
  public init(intrinsics0: Matrix3, intrinsics1: Matrix3, rotation: Matrix3, translation: SIMD3<Double>) {
    self.intrinsics0 = intrinsics0
    self.intrinsics1 = intrinsics1
    self.rotation = rotation
    self.translation = translation
  }
}

/// A rotation of a picture by a multiple of 90° anticlockwise.
struct QuarterTurns: Sendable, Hashable {
  let count: Int

  /// Takes any whole number of turns, also negative ones.
  init(_ turns: Int) { count = ((turns % 4) + 4) % 4 }

  func size(of original: ImageSize) -> ImageSize {
    count % 2 == 0 ? original : ImageSize(width: original.height, height: original.width)
  }

  /// Returns the transform from positions in a picture of this size to positions in the turned picture.
  func turnedFromOriginal(_ original: ImageSize) -> Homography {
    let (right, bottom) = (Double(original.width - 1), Double(original.height - 1))
    return switch count {
    case 1: Homography(rows: [[0, 1, 0], [-1, 0, right], [0, 0, 1]])
    case 2: Homography(rows: [[-1, 0, right], [0, -1, bottom], [0, 0, 1]])
    case 3: Homography(rows: [[0, -1, bottom], [1, 0, 0], [0, 0, 1]])
    default: .identity
    }
  }

  func applied(to image: Image) -> Image {
    guard count != 0 else { return image }
    // Pixels land on pixels, so that nothing is interpolated.
    guard
      let turned = image.warped(by: turnedFromOriginal(image.size), to: size(of: image.size), interpolation: .linear)
    else { preconditionFailure("a turn has an inverse") }
    return turned
  }
}
