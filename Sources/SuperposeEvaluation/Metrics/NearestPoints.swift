import SuperposeGeometry

/// Finds for each point of a set the nearest point of another set within a radius, by a grid of cells of that size.
struct NearestPoints {
  private let points: [Point]
  private let radius: Double
  private var cells: [Cell: [Int]] = [:]

  private struct Cell: Hashable {
    let column: Int
    let row: Int
  }

  init(_ points: [Point], radius: Double) {
    self.points = points
    self.radius = radius
    for (index, point) in points.enumerated() {
      guard let cell = cell(of: point) else { continue }
      cells[cell, default: []].append(index)
    }
  }

  /// Returns the nearest point closer than the radius, the first of equally near ones, or nil where there is none.
  func nearest(to point: Point) -> (index: Int, distance: Double)? {
    guard let centre = cell(of: point) else { return nil }
    var best: (index: Int, distance: Double)?
    for row in centre.row - 1...centre.row + 1 {
      for column in centre.column - 1...centre.column + 1 {
        for index in cells[Cell(column: column, row: row)] ?? [] {
          let distance = points[index].distance(to: point)
          guard distance < radius else { continue }
          if best.map({ (distance, index) < ($0.distance, $0.index) }) ?? true { best = (index, distance) }
        }
      }
    }
    return best
  }

  /// Returns nil for points that are not finite or absurdly far away.
  private func cell(of point: Point) -> Cell? {
    guard abs(point.x) < 1e9, abs(point.y) < 1e9 else { return nil }
    return Cell(column: Int((point.x / radius).rounded(.down)), row: Int((point.y / radius).rounded(.down)))
  }
}
