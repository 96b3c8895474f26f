import Foundation
import SuperposeGeometry

extension Homography {
  /// The one that maps four points to four others, by elimination with pivots; nil where three of them lie on a line.
  init?(from source: [Point], to target: [Point]) {
    var rows: [[Double]] = []
    for (s, t) in zip(source, target) {
      rows.append([s.x, s.y, 1, 0, 0, 0, -s.x * t.x, -s.y * t.x, t.x])
      rows.append([0, 0, 0, s.x, s.y, 1, -s.x * t.y, -s.y * t.y, t.y])
    }
    for column in 0..<8 {
      let pivot = (column..<8).max { abs(rows[$0][column]) < abs(rows[$1][column]) }!
      guard abs(rows[pivot][column]) > 1e-12 else { return nil }
      rows.swapAt(column, pivot)
      for other in 0..<8 where other != column {
        let factor = rows[other][column] / rows[column][column]
        for k in column..<9 { rows[other][k] -= factor * rows[column][k] }
      }
    }
    self.init(coefficients: (0..<8).map { rows[$0][8] / rows[$0][$0] } + [1])
  }
}
