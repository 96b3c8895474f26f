import COpenCVShim
import SuperposeGeometry

/// An 8-bit BGR picture that is being drawn; positions in pixels, the top-left centre at (0, 0).
struct Canvas: ~Copyable {
  private let pixels: PixelBuffer

  init(size: ImageSize) { pixels = PixelBuffer(size: size, channels: 3, depth: .uint8) }

  /// Starts with a copy of a display picture.
  init(_ image: Image) {
    self.init(size: image.size)
    paste(image, x: 0, y: 0)
  }

  /// What was drawn; the pixels become the picture's.
  consuming func image() -> Image { Image(pixels) }

  var size: ImageSize { pixels.size }

  /// - Precondition: `patch` has three 8-bit channels and fits.
  func paste(_ patch: Image, x: Int, y: Int) {
    PixelBuffer.trusted("paste") { superpose_cv_paste(pixels.handle, patch.pixels.handle, Int32(x), Int32(y), $0) }
  }

  func circles(_ centers: [Point], color: Color, radius: Double, thickness: Int) {
    let visible = centers.filter(\.isDrawable)
    let colors = [UInt32](repeating: color.rgb, count: visible.count)
    PixelBuffer.trusted("draw circles") {
      superpose_cv_draw_circles(
        pixels.handle, visible.flattened, colors, visible.count, radius, Int32(thickness), $0)
    }
  }

  func lines(_ lines: [(from: Point, to: Point, color: Color)], thickness: Int) {
    let visible = lines.filter { $0.from.isDrawable && $0.to.isDrawable }
    PixelBuffer.trusted("draw lines") {
      superpose_cv_draw_lines(
        pixels.handle, visible.flatMap { [$0.from, $0.to] }.flattened, visible.map(\.color.rgb), visible.count,
        Int32(thickness), $0)
    }
  }

  /// `x`, `y`: the left end of the baseline; `height`: of capitals.
  func text(_ text: String, x: Int, y: Int, height: Double, color: Color) {
    PixelBuffer.trusted("draw text") {
      superpose_cv_draw_text(pixels.handle, text, Int32(x), Int32(y), height, color.rgb, $0)
    }
  }

  /// Mixes in another canvas of the same size.
  func blend(_ other: borrowing Canvas, opacity: Double) {
    PixelBuffer.trusted("blend") { superpose_cv_blend(pixels.handle, other.pixels.handle, opacity, $0) }
  }
}

extension Point {
  /// OpenCV's drawing counts sixteenths of pixels in 32 bits.
  fileprivate var isDrawable: Bool { abs(x) < 1e7 && abs(y) < 1e7 }
}
