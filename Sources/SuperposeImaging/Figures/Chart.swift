public import SuperposeGeometry

/// Curves over two linear axes.
public struct Chart: Sendable {
  /// A curve.
  public struct Line: Sendable {
    /// As in the legend.
    public var name: String
    /// In the units of the axes, in the order in which they are joined.
    public var points: [Point]

    /// - Parameters:
    ///   - name: as in the legend.
    ///   - points: in the units of the axes, in the order in which they are joined.
    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// Above the chart.
  public var title: String
  /// Below the horizontal axis.
  public var xTitle: String
  /// Beside the vertical axis.
  public var yTitle: String
  /// What the horizontal axis shows.
  public var xRange: ClosedRange<Double>
  /// What the vertical axis shows.
  public var yRange: ClosedRange<Double>
  /// The curves, each in a colour of its own.
  public var lines: [Line]

  /// - Precondition: ranges longer than zero.
  public init(
    title: String, xTitle: String, yTitle: String, xRange: ClosedRange<Double>, yRange: ClosedRange<Double>,
    lines: [Line]
  ) {
    precondition(xRange.lowerBound < xRange.upperBound && yRange.lowerBound < yRange.upperBound, "an axis has a length")
    self.title = title
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.xRange = xRange
    self.yRange = yRange
    self.lines = lines
  }

  /// One curve, with axes that its points fill.
  /// - Parameter points: finite, at least one.
  public init(title: String, xTitle: String, points: [Point]) {
    precondition(!points.isEmpty, "a curve has at least one point")
    self.init(
      title: title, xTitle: xTitle, yTitle: "", xRange: Self.range(points.map(\.x)),
      yRange: Self.range(points.map(\.y)), lines: [Line(name: "", points: points)])
  }

  /// From the least to the greatest value; a value that never changes lies in the middle.
  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    guard low == high else { return low...high }
    let room = max(1e-6, abs(low) / 2)
    return low - room...low + room
  }
}

extension Figure {
  /// Draws a chart on white: title and the vertical axis's name above, the names of the lines in the lower right.
  public static func chart(_ chart: Chart, size: ImageSize = ImageSize(width: 900, height: 640)) -> Image {
    let plot = ChartPlot(chart, size: size)
    let canvas = Canvas(size: size, background: .white)
    plot.drawGrid(on: canvas)
    for (index, line) in chart.lines.enumerated() { plot.draw(line, index, on: canvas) }
    plot.drawNames(on: canvas)
    return canvas.image()
  }
}

/// Where things of a chart stand in its picture.
private struct ChartPlot {
  /// Told apart also by those who see colours differently (Okabe and Ito 2008).
  private static let palette = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9].map { Color(rgb: $0) }
  private static let ink = Color(rgb: 0x202020)
  private static let faint = Color(rgb: 0xD8D8D8)
  private static let steps = 5

  let chart: Chart
  let size: ImageSize
  /// The height of letters; everything else follows from it.
  let letter: Double
  let left, right, top, bottom: Double

  init(_ chart: Chart, size: ImageSize) {
    self.chart = chart
    self.size = size
    letter = max(8, Double(size.height) / 45)
    left = 5 * letter
    right = Double(size.width) - 3 * letter
    top = 5 * letter
    bottom = Double(size.height) - 5 * letter
  }

  func drawGrid(on canvas: borrowing Canvas) {
    for step in 0...Self.steps {
      let share = Double(step) / Double(Self.steps)
      let (x, y) = (left + share * (right - left), bottom - share * (bottom - top))
      let color = step == 0 ? Self.ink : Self.faint
      canvas.lines(
        [(Point(x: x, y: bottom), Point(x: x, y: top), color), (Point(x: left, y: y), Point(x: right, y: y), color)],
        thickness: 1)
      text(Self.label(chart.xRange, share), x: x - 0.8 * letter, y: bottom + 1.8 * letter, on: canvas)
      text(Self.label(chart.yRange, share), x: left - 3.5 * letter, y: y + 0.4 * letter, on: canvas)
    }
    text(chart.title, x: left, y: 1.8 * letter, on: canvas)
    text(chart.yTitle, x: left - 3.5 * letter, y: top - 1.2 * letter, on: canvas)
    text(chart.xTitle, x: left, y: bottom + 3.8 * letter, on: canvas)
  }

  func draw(_ line: Chart.Line, _ index: Int, on canvas: borrowing Canvas) {
    let points = line.points.filter { $0.x.isFinite && $0.y.isFinite }.map(position)
    canvas.lines(
      zip(points, points.dropFirst()).map { (from: $0, to: $1, color: color(index)) }, thickness: thickness)
  }

  func drawNames(on canvas: borrowing Canvas) {
    let longest = chart.lines.map(\.name.count).max() ?? 0
    // Letters of this font are about as wide as 0.9 of their height.
    let x = max(left + letter, right - 0.9 * letter * Double(longest) - 4 * letter)
    for (index, line) in chart.lines.enumerated() where !line.name.isEmpty {
      let y = bottom - 1.8 * letter * Double(chart.lines.count - index)
      canvas.lines(
        [(from: Point(x: x, y: y), to: Point(x: x + 2.5 * letter, y: y), color: color(index))], thickness: thickness)
      text(line.name, x: x + 3 * letter, y: y + 0.4 * letter, on: canvas)
    }
  }

  private var thickness: Int { max(1, Int(letter / 6)) }

  private func color(_ index: Int) -> Color { Self.palette[index % Self.palette.count] }

  /// Beyond an axis's end a line runs along it.
  private func position(_ point: Point) -> Point {
    func share(_ value: Double, _ range: ClosedRange<Double>) -> Double {
      min(max((value - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
    }
    return Point(
      x: left + share(point.x, chart.xRange) * (right - left), y: bottom - share(point.y, chart.yRange) * (bottom - top)
    )
  }

  private func text(_ text: String, x: Double, y: Double, on canvas: borrowing Canvas) {
    canvas.text(text, x: Int(x), y: Int(y), height: letter, color: Self.ink)
  }

  /// Four significant digits, and no decimals where there are none.
  private static func label(_ range: ClosedRange<Double>, _ share: Double) -> String {
    let value = range.lowerBound + share * (range.upperBound - range.lowerBound)
    var scale = 1000.0
    while abs(value) * scale < 1000, scale < 1e9 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && abs(rounded) < 1e9 ? String(Int(rounded)) : String(rounded)
  }
}
