import Superpose

extension Homography {
  /// The homography that maps four points to four others (Heckbert 1989, by way of the unit square); nil where three
  /// of either lie on a line.
  init?(from: [Point], to: [Point]) {
    guard let squareToFrom = Homography(unitSquareTo: from), let squareToTo = Homography(unitSquareTo: to),
      let fromToSquare = squareToFrom.inverse
    else { return nil }
    self = (squareToTo * fromToSquare).normalized
    guard isFinite, inverse != nil else { return nil }
  }

  /// Maps (0, 0), (1, 0), (1, 1), (0, 1) to four points.
  private init?(unitSquareTo p: [Point]) {
    guard p.count == 4 else { return nil }
    let sum = p[0] - p[1] + p[2] - p[3]
    let (d1, d2) = (p[1] - p[2], p[3] - p[2])
    let determinant = d1.x * d2.y - d2.x * d1.y
    guard determinant != 0 else { return nil }
    let g = (sum.x * d2.y - d2.x * sum.y) / determinant
    let h = (d1.x * sum.y - sum.x * d1.y) / determinant
    self.init(rows: [
      [p[1].x - p[0].x + g * p[1].x, p[3].x - p[0].x + h * p[3].x, p[0].x],
      [p[1].y - p[0].y + g * p[1].y, p[3].y - p[0].y + h * p[3].y, p[0].y],
      [g, h, 1],
    ])
  }
}
