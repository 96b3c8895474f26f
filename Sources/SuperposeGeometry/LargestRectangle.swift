/// The largest upright rectangle of whole pixels inside a convex polygon.
///
/// Each row of pixels meets a convex polygon in one run, and the run that a block of rows has in common is that of its
/// first and its last row, since the left border is a convex function of the row and the right one a concave one. So
/// every pair of rows is one rectangle. Where there are many rows, a coarse choice among them is followed by an exact
/// one near the best.
struct LargestRectangle {
  let area: PixelRectangle

  /// With so many rows, every pair is tried.
  private static let rowsTriedAtOnce = 1024

  /// Finds the rectangle, or returns nil where no pixel lies in the polygon.
  init?(in polygon: ConvexPolygon) {
    guard let top = polygon.corners.map(\.y).min(), let bottom = polygon.corners.map(\.y).max(),
      polygon.area > 0, abs(top) < 1e9, abs(bottom) < 1e9
    else { return nil }
    let rows = Int((top + ConvexPolygon.margin).rounded(.up))..<Int((bottom - ConvexPolygon.margin).rounded(.down)) + 1
    guard !rows.isEmpty else { return nil }
    let runs = rows.map { polygon.pixels(inRow: $0) }
    let step = max(1, rows.count / Self.rowsTriedAtOnce)
    let all = Array(stride(from: 0, to: rows.count, by: step))
    guard var best = Self.best(runs, all, all) else { return nil }
    if step > 1 {
      let near = { (row: Int) in Array(max(0, row - step)...min(rows.count - 1, row + step)) }
      best = Self.best(runs, near(best.top), near(best.bottom)) ?? best
    }
    guard let first = runs[best.top], let last = runs[best.bottom] else { return nil }
    let (x, y) = (max(first.lowerBound, last.lowerBound), rows.lowerBound + best.top)
    area = PixelRectangle(
      x: x, y: y, width: min(first.upperBound, last.upperBound) - x + 1, height: best.bottom - best.top + 1)
  }

  private static func best(_ runs: [ClosedRange<Int>?], _ tops: [Int], _ bottoms: [Int]) -> (top: Int, bottom: Int)? {
    var best: (top: Int, bottom: Int)?
    var largest = 0
    for top in tops {
      guard let first = runs[top] else { continue }
      for bottom in bottoms where bottom >= top {
        guard let last = runs[bottom] else { continue }
        let width = min(first.upperBound, last.upperBound) - max(first.lowerBound, last.lowerBound) + 1
        let size = width * (bottom - top + 1)
        if size > largest { (largest, best) = (size, (top, bottom)) }
      }
    }
    return best
  }
}

extension ConvexPolygon {
  /// A pixel whose centre lies this close to the border may be empty by rounding.
  fileprivate static let margin = 1e-6

  /// Returns the columns of a row of pixels whose centres lie inside, or nil where there are none.
  package func pixels(inRow row: Int) -> ClosedRange<Int>? {
    let y = Double(row)
    var (left, right) = (Double.infinity, -Double.infinity)
    for (a, b) in edges where min(a.y, b.y) <= y && y <= max(a.y, b.y) {
      let xs = a.y == b.y ? [a.x, b.x] : [a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y))]
      for x in xs { (left, right) = (min(left, x), max(right, x)) }
    }
    guard left.isFinite, right.isFinite, abs(left) < 1e9, abs(right) < 1e9 else { return nil }
    let (first, last) = (Int((left + Self.margin).rounded(.up)), Int((right - Self.margin).rounded(.down)))
    return first <= last ? first...last : nil
  }
}
