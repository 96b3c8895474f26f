import SuperposeGeometry

/// A view of an image: its picture warped to another frame.
struct View: Hashable {
  /// Maps pixels of the picture that the networks see to pixels of the view.
  let viewFromPicture: Homography
  let size: ImageSize

  /// The picture as it is.
  static func whole(_ size: ImageSize) -> View { View(viewFromPicture: .identity, size: size) }

  /// Returns the view rotated clockwise by quarter turns.
  func turned(_ quarters: Int) -> View {
    let (right, bottom) = (Double(size.width - 1), Double(size.height - 1))
    let swapped = ImageSize(width: size.height, height: size.width)
    return switch quarters % 4 {
    case 1: composed(Homography(rows: [[0, -1, bottom], [1, 0, 0], [0, 0, 1]]), swapped)
    case 2: composed(Homography(rows: [[-1, 0, right], [0, -1, bottom], [0, 0, 1]]), size)
    case 3: composed(Homography(rows: [[0, 1, 0], [-1, 0, right], [0, 0, 1]]), swapped)
    default: self
    }
  }

  /// The view at half the size.
  var halved: View { resized(to: ImageSize(width: max(1, size.width / 2), height: max(1, size.height / 2))) }

  /// The view in the few pixels that show whether it resembles another one.
  var preview: View {
    let (part, longest) = SecondLook.Limits.preview
    let longSide = min(longest, Int(part * Double(size.longSide)))
    return resized(to: ResizePolicy.longSide(max(1, longSide)).size(for: size))
  }

  private func resized(to target: ImageSize) -> View { composed(PixelGrid.resize(from: size, to: target), target) }

  private func composed(_ transform: Homography, _ size: ImageSize) -> View {
    View(viewFromPicture: transform * viewFromPicture, size: size)
  }
}

/// The views of both images of a pair.
struct ViewPair: Hashable {
  let moving: View
  let fixed: View

  /// Returns views that bring images of different directions and scales closer to each other: for each direction and
  /// scale of the moving image, one of them is within an eighth of a turn and, up to a factor of three, within a factor
  /// of 1.5. The images as they are were tried before and are left out.
  ///
  /// Likely views come first: cameras are rotated more often than they are moved away.
  static func search(moving: ImageSize, fixed: ImageSize) -> [ViewPair] {
    search(View.whole(moving), View.whole(fixed))
  }

  /// The same as ``search(moving:fixed:)``, in the same order, of small views: enough to see which of them resemble
  /// each other.
  static func preview(moving: ImageSize, fixed: ImageSize) -> [ViewPair] {
    search(View.whole(moving).preview, View.whole(fixed).preview)
  }

  private static func search(_ moving: View, _ fixed: View) -> [ViewPair] {
    let scales = [(moving, fixed), (moving.halved, fixed), (moving, fixed.halved)]
    let pairs = scales.flatMap { scale in (0...3).map { ViewPair(moving: scale.0.turned($0), fixed: scale.1) } }
    return Array(pairs.dropFirst())
  }

  /// Warps the image of the finer detail to the frame of the coarser one, since enlarging shows nothing new.
  ///
  /// Returns nil for a transform that cannot be inverted.
  init?(warpedBy fixedFromMoving: Homography, scale: Double, moving: ImageSize, fixed: ImageSize) {
    if scale <= Self.largestEnlargement {
      self.init(moving: View(viewFromPicture: fixedFromMoving, size: fixed), fixed: .whole(fixed))
    } else {
      guard let movingFromFixed = fixedFromMoving.inverse else { return nil }
      self.init(moving: .whole(moving), fixed: View(viewFromPicture: movingFromFixed, size: moving))
    }
  }

  private init(moving: View, fixed: View) { (self.moving, self.fixed) = (moving, fixed) }

  /// The largest factor by which the moving image is enlarged before the fixed one is warped instead.
  private static let largestEnlargement = 2.0.squareRoot()
}
