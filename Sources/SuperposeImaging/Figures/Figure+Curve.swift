public import SuperposeGeometry

extension Figure {
  /// A small diagram: a line through `points`, the title above it, and the least and greatest value on both axes.
  /// - Parameter points: not empty, finite, x ascending.
  public static func curve(_ points: [Point], title: String, size: ImageSize) -> Image {
    precondition(!points.isEmpty, "a curve has at least one point")
    let canvas = Canvas(size: size)
    let plot = Plot(points, size: size)
    let height = plot.textHeight
    canvas.lines(plot.frame, thickness: 1)
    let places = points.map(plot.place)
    canvas.lines(zip(places, places.dropFirst()).map { (from: $0, to: $1, color: .green) }, thickness: 1)
    if places.count == 1 { canvas.circles(places, color: .green, radius: 2, thickness: 1) }
    let left = Int(plot.left)
    canvas.text(title, x: left, y: Int(plot.top - 0.6 * height), height: height, color: .white)
    canvas.text(plot.label(plot.high.y), x: 4, y: Int(plot.top + height), height: height, color: .gray)
    canvas.text(plot.label(plot.low.y), x: 4, y: Int(plot.bottom), height: height, color: .gray)
    let below = Int(plot.bottom + 1.8 * height)
    canvas.text(plot.label(plot.low.x), x: left, y: below, height: height, color: .gray)
    let last = plot.label(plot.high.x)
    // A character is about as wide as a capital is high.
    canvas.text(last, x: Int(plot.right - Double(last.count) * height), y: below, height: height, color: .gray)
    return canvas.image()
  }
}

/// Where a diagram's axes lie, and its points on them.
private struct Plot {
  let low: Point
  let high: Point
  let textHeight: Double
  let left, right, top, bottom: Double

  init(_ points: [Point], size: ImageSize) {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    low = Point(x: xs.min() ?? 0, y: ys.min() ?? 0)
    high = Point(x: xs.max() ?? 0, y: ys.max() ?? 0)
    textHeight = max(8, Double(size.height) / 20)
    left = 8 * textHeight
    right = Double(size.width) - textHeight
    top = 2.5 * textHeight
    bottom = Double(size.height) - 3 * textHeight
  }

  /// A value that never changes lies in the middle.
  func place(_ point: Point) -> Point {
    func share(_ value: Double, _ low: Double, _ high: Double) -> Double {
      high > low ? (value - low) / (high - low) : 0.5
    }
    return Point(
      x: left + (right - left) * share(point.x, low.x, high.x),
      y: bottom - (bottom - top) * share(point.y, low.y, high.y))
  }

  var frame: [(from: Point, to: Point, color: Color)] {
    let corner = Point(x: left, y: bottom)
    return [
      (from: Point(x: left, y: top), to: corner, color: .gray),
      (from: corner, to: Point(x: right, y: bottom), color: .gray),
    ]
  }

  /// Four significant digits, and no decimals where there are none.
  func label(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e7 { return String(Int(value)) }
    var scale = 1000.0
    while abs(value) * scale < 1000, scale < 1e9 { scale *= 10 }
    return String((value * scale).rounded() / scale)
  }
}
