import COpenCVShim
import SuperposeGeometry

/// An 8-bit BGR picture that is being drawn. Positions are in pixels, with the centre of the top-left one at (0, 0).
struct Canvas: ~Copyable {
  private let pixels: PixelBuffer

  /// Makes a black canvas.
  init(size: ImageSize) { pixels = PixelBuffer(size: size, channels: 3, depth: .uint8) }

  /// Makes a canvas of one colour.
  init(size: ImageSize, background: Color) {
    self.init(size: size)
    PixelBuffer.trusted("fill") { superpose_cv_fill(pixels.handle, background.rgb, $0) }
  }

  /// Makes a canvas with a copy of a display picture.
  init(_ image: Image) {
    self.init(size: image.size)
    paste(image, x: 0, y: 0)
  }

  /// Makes a canvas with a copy of another one.
  init(copying other: borrowing Canvas) {
    self.init(size: other.size)
    blend(other, opacity: 1)
  }

  /// Returns the drawing. The pixels become the picture's, without a copy.
  consuming func image() -> Image { Image(pixels) }

  var size: ImageSize { pixels.size }

  /// - Precondition: `patch` has three 8-bit channels and fits.
  func paste(_ patch: Image, x: Int, y: Int) {
    PixelBuffer.trusted("paste") { superpose_cv_paste(pixels.handle, patch.pixels.handle, Int32(x), Int32(y), $0) }
  }

  func circles(_ circles: [(center: Point, color: Color)], radius: Double, thickness: Int) {
    let visible = circles.filter(\.center.isDrawable)
    PixelBuffer.trusted("draw circles") {
      superpose_cv_draw_circles(
        pixels.handle, visible.map(\.center).flattened, visible.map(\.color.rgb), visible.count, radius,
        Int32(thickness), $0)
    }
  }

  /// Draws filled circles.
  func discs(_ discs: [(center: Point, color: Color)], radius: Double) {
    // OpenCV fills circles where the thickness is negative.
    circles(discs, radius: radius, thickness: -1)
  }

  func lines(_ lines: [(from: Point, to: Point, color: Color)], thickness: Int) {
    let visible = lines.filter { $0.from.isDrawable && $0.to.isDrawable }
    PixelBuffer.trusted("draw lines") {
      superpose_cv_draw_lines(
        pixels.handle, visible.flatMap { [$0.from, $0.to] }.flattened, visible.map(\.color.rgb), visible.count,
        Int32(thickness), $0)
    }
  }

  /// Draws text. `x` and `y` are the left end of the baseline, and `height` is that of capitals.
  func text(_ text: String, x: Int, y: Int, height: Double, color: Color) {
    PixelBuffer.trusted("draw text") {
      superpose_cv_draw_text(pixels.handle, text, Int32(x), Int32(y), height, color.rgb, $0)
    }
  }

  /// Returns the width of text of this height, in pixels.
  static func width(of text: String, height: Double) -> Double { Double(superpose_cv_text_width(text, height)) }

  /// Blends another canvas of the same size over this one.
  func blend(_ other: borrowing Canvas, opacity: Double) {
    PixelBuffer.trusted("blend") { superpose_cv_blend(pixels.handle, other.pixels.handle, opacity, $0) }
  }
}

extension Point {
  /// Whether OpenCV can draw at this point, for which it counts sixteenths of pixels in 32 bits.
  var isDrawable: Bool { abs(x) < 1e7 && abs(y) < 1e7 }
}
