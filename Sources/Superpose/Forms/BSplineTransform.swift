import SuperposeGeometry

/// A transform as ITK's cubic B-spline, because ITK has none with perspective: displacements of the fixed image's
/// points on a grid of control points.
///
/// The coefficients come from the values at the nodes by quasi-interpolation, c = (−f₋₁ + 8 f₀ − f₊₁) / 6 in each
/// direction, which is exact for cubic polynomials (de Boor and Fix 1973). The grid is refined until the spline
/// follows the transform.
struct BSplineTransform {
  /// The number of control points along a side.
  let gridSize: Int
  /// The first control point.
  let origin: Point
  /// Between control points.
  let spacing: Point
  /// The displacements in x, row by row, then those in y.
  let coefficients: [Double]
  /// The largest distance, in pixels of the moving image, between the spline and the transform at the middles and the
  /// nodes of the cells.
  let largestError: Double

  private static let accuracyPixels = 0.01
  /// Above this the form would be wrong.
  private static let largestAccepted = 0.5
  private static let mostCells = 128

  init(_ transform: ImageTransform) throws(FrameError) {
    var cells = 4
    var spline = try BSplineTransform(transform, cells: cells)
    while spline.largestError > Self.accuracyPixels, cells < Self.mostCells {
      cells *= 2
      spline = try BSplineTransform(transform, cells: cells)
    }
    guard spline.largestError <= Self.largestAccepted else {
      throw FrameError(
        "a spline does not follow it: its perspective is too strong", hint: "use another form, or an affine transform")
    }
    self = spline
  }

  private init(_ transform: ImageTransform, cells: Int) throws(FrameError) {
    // The domain reaches half a pixel beyond the image's outline, because its last border does not belong to it.
    let size = transform.fixed.size
    spacing = Point(x: Double(size.width + 1) / Double(cells), y: Double(size.height + 1) / Double(cells))
    origin = Point(x: -1 - spacing.x, y: -1 - spacing.y)
    gridSize = cells + 3
    let nodes = NodeDisplacements(transform.movingFromFixedMap, origin, spacing, gridSize)
    guard let nodes else {
      throw FrameError(
        "the horizon runs through the fixed image, where no spline follows", hint: "use another form")
    }
    let coefficients = nodes.coefficients
    self.coefficients = coefficients.map(\.x) + coefficients.map(\.y)
    largestError = Self.largestError(transform.movingFromFixedMap, coefficients, origin, spacing, cells)
  }

  private static func largestError(
    _ movingFromFixed: PlaneMap, _ coefficients: [Point], _ origin: Point, _ spacing: Point, _ cells: Int
  ) -> Double {
    // The weights of the control points at a node and in the middle of a cell.
    let weights: [[Double]] = [[1.0 / 6, 4.0 / 6, 1.0 / 6, 0], [1.0 / 48, 23.0 / 48, 23.0 / 48, 1.0 / 48]]
    var largest = 0.0
    for row in 0..<cells {
      for column in 0..<cells {
        for part in 0..<4 {
          let (wx, wy) = (weights[part % 2], weights[part / 2])
          var displacement = Point(x: 0, y: 0)
          for j in 0..<4 {
            for i in 0..<4 {
              displacement = displacement + coefficients[(row + j) * (cells + 3) + column + i] * (wx[i] * wy[j])
            }
          }
          let point = Point(
            x: origin.x + spacing.x * (Double(column) + 1 + (part % 2 == 0 ? 0 : 0.5)),
            y: origin.y + spacing.y * (Double(row) + 1 + (part / 2 == 0 ? 0 : 0.5)))
          largest = max(largest, movingFromFixed(point)?.distance(to: point + displacement) ?? .infinity)
        }
      }
    }
    return largest
  }
}

/// The displacements at the control points and at one more on each side.
private struct NodeDisplacements {
  private let values: [Point]
  private let side: Int

  /// Evaluates the displacements, or returns nil where one of the nodes is not seen.
  init?(_ movingFromFixed: PlaneMap, _ origin: Point, _ spacing: Point, _ gridSize: Int) {
    side = gridSize + 2
    var values: [Point] = []
    values.reserveCapacity(side * side)
    for row in 0..<side {
      for column in 0..<side {
        let node = Point(
          x: origin.x + spacing.x * Double(column - 1), y: origin.y + spacing.y * Double(row - 1))
        guard let mapped = movingFromFixed(node) else { return nil }
        values.append(mapped - node)
      }
    }
    self.values = values
  }

  var coefficients: [Point] {
    let weights = [-1.0 / 6, 8.0 / 6, -1.0 / 6]
    return (0..<side - 2).flatMap { row in
      (0..<side - 2).map { column in
        var sum = Point(x: 0, y: 0)
        for j in 0..<3 {
          for i in 0..<3 { sum = sum + values[(row + j) * side + column + i] * (weights[i] * weights[j]) }
        }
        return sum
      }
    }
  }
}
