import SuperposeGeometry

/// Draws matches as lines through which the picture is seen, with dots at their ends.
struct MatchDrawing {
  /// Bright colours that differ from each other as much as this many can.
  private static let palette = [
    0xFFD800, 0x00C8FF, 0xFF4FD8, 0x63F25A, 0xFF8A1E, 0x6E7BFF, 0xFF4545, 0x1DE9B6,
  ].map { Color(rgb: $0) }
  private static let opacity = 0.6
  private static let faintOpacity = 0.4
  /// Beyond this many matches, colours are taken in turn.
  private static let mostCompared = 1000

  private let color: Color?
  private let radius: Double
  private let thickness: Int

  init(_ style: Figure.Style, size: ImageSize) {
    color = style.color
    radius = style.radius ?? max(3, Double(size.longSide) / 600)
    thickness = style.thickness ?? max(1, size.longSide / 2000)
  }

  /// - Parameter matches: The matches, in the canvas's pixels.
  func draw(_ matches: [Figure.Match], on canvas: borrowing Canvas, isFaint: Bool) {
    guard !matches.isEmpty else { return }
    let sorted = matches.sorted { ($0.left.y, $0.left.x) < ($1.left.y, $1.left.x) }
    let colors = isFaint ? sorted.map { $0.color ?? .gray } : colors(of: sorted)
    let layer = Canvas(copying: canvas)
    layer.lines(
      zip(sorted, colors).map { (from: $0.left, to: $0.right, color: $1) }, thickness: isFaint ? 1 : thickness)
    canvas.blend(layer, opacity: isFaint ? Self.faintOpacity : Self.opacity)
    let ends = zip(sorted, colors).flatMap { [($0.left, $1), ($0.right, $1)] }
    let size = isFaint ? 0.7 * radius : radius
    canvas.discs(ends.map { (center: $0.0, color: .black) }, radius: size + 0.8)
    canvas.discs(ends.map { (center: $0.0, color: $0.1) }, radius: size)
  }

  /// Returns for each match the colour whose lines so far are farthest away.
  private func colors(of matches: [Figure.Match]) -> [Color] {
    var colors: [Color] = []
    for (index, match) in matches.enumerated() {
      if let given = match.color ?? color {
        colors.append(given)
      } else if index >= Self.mostCompared {
        colors.append(Self.palette[index % Self.palette.count])
      } else {
        colors.append(farthest(from: match, among: zip(matches, colors)))
      }
    }
    return colors
  }

  private func farthest(from match: Figure.Match, among drawn: Zip2Sequence<[Figure.Match], [Color]>) -> Color {
    var nearest = [Color: Double](uniqueKeysWithValues: Self.palette.map { ($0, .infinity) })
    for (other, color) in drawn {
      let distance = match.left.distance(to: other.left) + match.right.distance(to: other.right)
      nearest[color] = min(nearest[color] ?? .infinity, distance)
    }
    return Self.palette.max { (nearest[$0] ?? 0) < (nearest[$1] ?? 0) } ?? .green
  }
}
