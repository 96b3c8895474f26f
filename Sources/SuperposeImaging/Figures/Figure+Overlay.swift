import COpenCVShim
import SuperposeGeometry

extension Figure {
  public enum OverlayStyle: Hashable, Sendable {
    /// The grey fixed picture in cyan and the other in red, after the brightness and contrast of the other were adapted
    /// to the fixed one around each pixel. What coincides is grey, and edges that do not meet are coloured.
    case twoColors
    /// The edges of both in cyan and red, and white where they meet, on a faint fixed picture: for pictures of
    /// different sensors, whose brightness cannot be compared.
    case edges
    /// Squares of both pictures in turn, this many along the long side.
    case checkerboard(squares: Int)
  }

  /// Draws the fixed picture and another one in its frame as one. Where `warped` has an alpha channel and is
  /// transparent (``Image/addingAlpha()`` before warping), only the fixed picture is seen.
  ///
  /// - Parameters:
  ///   - fixed: The fixed picture.
  ///   - warped: The other picture, with the same size.
  ///   - style: The way in which both are shown.
  ///   - longSide: The length to which the pictures' longer sides are shrunk.
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
  /// Returns 255 for each pixel that is mostly opaque, as all are without alpha, else 0.
  fileprivate func coverage() -> Image {
    replacing("find what is covered") { superpose_cv_coverage(pixels.handle, $0, $1) }
  }

  /// Returns a grey picture with the brightness and contrast that another one has around each pixel.
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
