extension Scene {
  /// Draws fields of two tones in perspective. All junctions and the outer corners are points.
  mutating func checkerboard() -> Drawing {
    let board = quadrilateral()
    let columns = edges(upTo: 8, length: board.shortestSide)
    let rows = edges(upTo: 8, length: board.shortestSide)
    let tones = palette.tones(2, using: &random)
    var drawing = Drawing()
    for row in 0..<rows.count - 1 {
      for column in 0..<columns.count - 1 {
        let outline = board.field(columns[column], columns[column + 1], rows[row], rows[row + 1])
        drawing.add(outline, Drawing.Fill(tone: tones[(row + column) % 2] + random.uniform(-0.03...0.03)))
      }
    }
    drawing.points = rows.flatMap { v in columns.map { u in board(u, v) } }
    return drawing
  }

  /// Draws fields side by side. The ends of the lines between and beside them are points.
  mutating func stripes() -> Drawing {
    let board = quadrilateral()
    let columns = edges(upTo: 12, length: board.shortestSide)
    let tones = palette.tones(columns.count - 1, using: &random)
    var drawing = Drawing()
    for (i, tone) in tones.enumerated() {
      drawing.add(board.field(columns[i], columns[i + 1], 0, 1), Drawing.Fill(tone: tone))
    }
    drawing.points = columns.flatMap { [board($0, 0), board($0, 1)] }
    return drawing
  }

  /// Returns a rotated rectangle whose corners are moved by up to a sixth of its sides.
  private mutating func quadrilateral() -> Quadrilateral {
    let center = extent * 0.3 + random.point(scale: extent * 0.4)
    let sides = Vector(random.uniform(0.5...1.3), random.uniform(0.5...1.3)) * shortSide
    let right = Vector(angle: random.uniform(0...2 * .pi))
    let corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)].map { (x: Float, y: Float) -> Vector in
      let moved = Vector(x + random.uniform(-0.33...0.33), y + random.uniform(-0.33...0.33)) * sides / 2
      return center + right * moved.x + right.normal * moved.y
    }
    return Quadrilateral(corners: corners)
  }

  /// Returns the positions, in 0...1, of the lines between at least two fields of uneven width.
  private mutating func edges(upTo count: Int, length: Float) -> [Float] {
    let count = random.integer(2...max(2, min(count, Int(length / (1.5 * smallest)))))
    let widths = (0..<count).map { _ in random.uniform(0.7...1.3) }
    let sum = widths.reduce(0, +)
    return widths.reduce(into: [0]) { edges, width in edges.append((edges.last ?? 0) + width / sum) }
  }
}

/// Maps the unit square to four corners and keeps straight lines straight (Heckbert, Fundamentals of Texture Mapping
/// and Image Warping, 1989).
struct Quadrilateral {
  private let origin: Vector
  private let right: Vector
  private let down: Vector
  private let vanishing: Vector
  let shortestSide: Float

  /// - Parameter p: The corners of a convex quadrilateral, to which (0, 0), (1, 0), (1, 1) and (0, 1) are mapped.
  init(corners p: [Vector]) {
    let (d1, d2, sum) = (p[1] - p[2], p[3] - p[2], p[0] - p[1] + p[2] - p[3])
    let g = Vector.cross(sum, d2) / Vector.cross(d1, d2)
    let h = Vector.cross(d1, sum) / Vector.cross(d1, d2)
    origin = p[0]
    right = p[1] - p[0] + g * p[1]
    down = p[3] - p[0] + h * p[3]
    vanishing = Vector(g, h)
    shortestSide = (0..<4).map { (p[($0 + 1) % 4] - p[$0]).length }.min() ?? 0
  }

  func callAsFunction(_ u: Float, _ v: Float) -> Vector {
    (origin + right * u + down * v) / (1 + Vector.dot(vanishing, Vector(u, v)))
  }

  func field(_ left: Float, _ right: Float, _ top: Float, _ bottom: Float) -> [Vector] {
    [self(left, top), self(right, top), self(right, bottom), self(left, bottom)]
  }
}
