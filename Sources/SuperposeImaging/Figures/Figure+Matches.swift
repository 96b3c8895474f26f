public import SuperposeGeometry

extension Figure {
  /// A match to draw.
  public struct Match: Hashable, Sendable {
    /// In the left picture's pixels.
    public var left: Point
    /// In the right picture's pixels.
    public var right: Point
    /// 0...1.
    public var confidence: Double
    /// Drawn in the colour of its confidence if accepted, else grey and faint.
    public var isAccepted: Bool

    public init(left: Point, right: Point, confidence: Double, isAccepted: Bool = true) {
      self.left = left
      self.right = right
      self.confidence = confidence
      self.isAccepted = isAccepted
    }
  }

  /// How much of a rejected match's grey shows.
  private static let faintOpacity = 0.5

  /// Both pictures side by side, tops aligned, and a line for each match; the most confident lie on top.
  public static func matches(
    _ matches: [Match], left: Image, right: Image, longSide: Int = defaultLongSide
  ) -> Image {
    let panels = [Panel(left, longSide: longSide), Panel(right, longSide: longSide)]
    let offset = Double(panels[0].picture.size.width)
    let canvas = sideBySide(panels.map(\.picture))
    let thickness = Stroke(for: canvas.size).thickness
    let lines = matches.sorted { $0.confidence < $1.confidence }.map { match in
      (
        match: match,
        line: (
          from: panels[0].panelFromImage(match.left),
          to: panels[1].panelFromImage(match.right) + Point(x: offset, y: 0),
          color: match.isAccepted ? Color.confidence(match.confidence) : .gray
        )
      )
    }
    let rejected = lines.filter { !$0.match.isAccepted }.map(\.line)
    if !rejected.isEmpty { drawFaintly(rejected, on: canvas) }
    let accepted = lines.filter(\.match.isAccepted).map(\.line)
    canvas.lines(accepted, thickness: thickness)
    return canvas.image()
  }

  private static func drawFaintly(_ lines: [(from: Point, to: Point, color: Color)], on canvas: borrowing Canvas) {
    let layer = Canvas(size: canvas.size)
    layer.blend(canvas, opacity: 1)
    layer.lines(lines, thickness: 1)
    canvas.blend(layer, opacity: faintOpacity)
  }

  private static func sideBySide(_ pictures: [Image]) -> Canvas {
    let canvas = Canvas(
      size: ImageSize(
        width: pictures.reduce(0) { $0 + $1.size.width }, height: pictures.map(\.size.height).max() ?? 0))
    var x = 0
    for picture in pictures {
      canvas.paste(picture, x: x, y: 0)
      x += picture.size.width
    }
    return canvas
  }
}
