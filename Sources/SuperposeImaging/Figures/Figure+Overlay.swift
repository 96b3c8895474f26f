import COpenCVShim
import SuperposeGeometry

extension Figure {
  public enum OverlayStyle: Hashable, Sendable {
    /// Grey of the fixed picture in cyan, of the other in red, after brightness and contrast of the other were made
    /// those of the fixed one round each pixel: what coincides is grey, and edges that do not meet are coloured.
    case twoColors
    /// The edges of both, cyan and red and white where they meet, on a faint fixed picture: for pictures of different
    /// sensors, whose brightness says nothing.
    case edges
    /// The two alternate on a board with so many squares along the long side.
    case checkerboard(squares: Int)
  }

  /// The fixed picture and another one in its frame, in one. Where `warped` has an alpha channel and is transparent
  /// (``Image/addingAlpha()`` before warping), only the fixed picture is seen.
  /// - Precondition: both have one size.
  public static func overlay(
    fixed: Image, warped: Image, style: OverlayStyle = .twoColors, longSide: Int = defaultLongSide
  ) -> Image {
    precondition(fixed.size == warped.size, "cannot overlay \(fixed.size) and \(warped.size)")
    let fixed = fixed.shrunk(toLongSide: longSide).display()
    let warped = warped.shrunk(toLongSide: longSide)
    let coverage = warped.coverage()
    switch style {
    case .twoColors:
      return twoColors(fixed.gray(), warped.display().gray().brightness(of: fixed.gray(), coverage), coverage)
    case .edges:
      let (gray, everywhere) = (fixed.gray(), fixed.coverage())
      return twoColors(
        gray.edges(everywhere, on: gray), warped.display().gray().edges(coverage, on: gray), everywhere)
    case .checkerboard(let squares): return checkerboard(fixed, warped.display(), coverage, squares: squares)
    }
  }

  private static func twoColors(_ cyan: Image, _ red: Image, _ coverage: Image) -> Image {
    cyan.replacing("mix two colours") {
      superpose_cv_two_colors(cyan.pixels.handle, red.pixels.handle, coverage.pixels.handle, $0, $1)
    }
  }

  private static func checkerboard(_ fixed: Image, _ warped: Image, _ coverage: Image, squares: Int) -> Image {
    let side = max(1, fixed.size.longSide / max(1, squares))
    let (other, isCovered) = (warped.values(as: UInt8.self), coverage.values(as: UInt8.self))
    var values = fixed.values(as: UInt8.self)
    for i in isCovered.indices where isCovered[i] > 0 {
      let column = i % fixed.size.width / side
      let row = i / fixed.size.width / side
      if (row + column) % 2 == 1 { values.replaceSubrange(3 * i..<3 * i + 3, with: other[3 * i..<3 * i + 3]) }
    }
    return Image(size: fixed.size, channels: 3, values: values)
  }
}

extension Image {
  /// For each pixel 255 where it is mostly opaque, as all are without alpha, else 0.
  fileprivate func coverage() -> Image {
    replacing("find what is covered") { superpose_cv_coverage(pixels.handle, $0, $1) }
  }

  /// A grey picture with another's brightness and contrast round each pixel.
  fileprivate func brightness(of reference: Image, _ coverage: Image) -> Image {
    replacing("match brightness") {
      superpose_cv_match_brightness(pixels.handle, reference.pixels.handle, coverage.pixels.handle, $0, $1)
    }
  }

  fileprivate func edges(_ coverage: Image, on background: Image) -> Image {
    replacing("find edges") {
      superpose_cv_edges(pixels.handle, coverage.pixels.handle, background.pixels.handle, $0, $1)
    }
  }
}
