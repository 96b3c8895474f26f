import SuperposeFiles
import SuperposeGeometry

extension RegistrationReport {
  /// All matches as CSV: `x0`, `y0` in the moving image, `x1`, `y1` in the fixed one, `confidence`, `inlier` (0 or 1),
  /// and `residual`, the distance in the fixed image from where the transform puts the first point to the second; empty
  /// without a transform.
  public var matchesTable: String {
    let header = ["x0", "y0", "x1", "y1", "confidence", "inlier", "residual"]
    let transform = try? imageTransform()
    let rows = matches.map { match in
      let residual = transform?(match.moving)?.distance(to: match.fixed)
      return [match.moving.x, match.moving.y, match.fixed.x, match.fixed.y].map { "\($0)" }
        + ["\(match.confidence)", match.inlier ? "1" : "0", residual.map { "\($0)" } ?? ""]
    }
    return CSV.text([header] + rows)
  }
}
