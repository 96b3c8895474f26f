import SuperposeGeometry

/// Chooses the matches that are drawn: few enough to tell them apart, from everywhere in the picture.
struct MatchSelection {
  let acceptedCount: Int
  let rejectedCount: Int
  let accepted: [Figure.Match]
  let rejected: [Figure.Match]

  /// The share of the lines that rejected matches may have when there are enough accepted ones.
  private static let rejectedShare = 0.2

  init(_ matches: [Figure.Match], limit: Int?) {
    let (accepted, rejected) = (matches.filter(\.isAccepted), matches.filter { !$0.isAccepted })
    (acceptedCount, rejectedCount) = (accepted.count, rejected.count)
    let limit = limit ?? matches.count
    let reserved = min(rejected.count, Int(Double(limit) * Self.rejectedShare))
    self.accepted = Self.spread(accepted, limit: limit - reserved)
    self.rejected = Self.spread(rejected, limit: limit - self.accepted.count)
  }

  var drawnCount: Int { accepted.count + rejected.count }

  /// Takes the most confident match of each cell of a grid over the left picture, then the next of each, until there
  /// are enough.
  private static func spread(_ matches: [Figure.Match], limit: Int) -> [Figure.Match] {
    let matches = matches.filter { $0.left.isDrawable && $0.right.isDrawable }
    guard matches.count > limit, limit > 0 else { return limit > 0 ? matches : [] }
    let grid = CellGrid(matches.map(\.left), cells: limit)
    let cells = Dictionary(grouping: matches.sorted { $0.confidence > $1.confidence }) { grid.cell(of: $0.left) }
    let ranked = cells.sorted { $0.key < $1.key }.flatMap { $0.value.enumerated() }
    return ranked.sorted { $0.offset < $1.offset }.prefix(limit).map(\.element)
  }
}

/// Square cells over the bounding box of some points.
private struct CellGrid {
  let corner: Point
  let side: Double
  let columns: Int

  init(_ points: [Point], cells: Int) {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    corner = Point(x: xs.min() ?? 0, y: ys.min() ?? 0)
    let (width, height) = ((xs.max() ?? 0) - corner.x, (ys.max() ?? 0) - corner.y)
    side = max(1e-6, (width * height / Double(cells)).squareRoot(), max(width, height) / Double(cells))
    columns = Int(width / side) + 1
  }

  func cell(of point: Point) -> Int {
    Int((point.y - corner.y) / side) * columns + Int((point.x - corner.x) / side)
  }
}
