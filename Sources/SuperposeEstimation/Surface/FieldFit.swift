import SuperposeGeometry

/// Fits a smooth displacement field to displacements that are known at scattered points.
///
/// What is minimised is the robust sum of squared errors plus a multiple of the field's bending energy (that of a thin
/// plate; Duchon 1977) and of its size, so that it goes back to zero far from all points. A field with creases bends
/// in few places instead: cells that bend much count by their bending and not by its square, so that parts which are
/// plane by themselves, such as houses at several depths, stay so.
struct FieldFit {
  /// The displacement at a point, in pixels.
  struct Sample {
    let point: Point
    let displacement: Point
  }

  let origin: Point
  let spacing: Double
  let columns: Int
  let rows: Int
  /// Whether the field may bend sharply in few places.
  private let hasCreases: Bool
  /// What a cell adds to the matrix of bending, and to that of size, in units of cells; 16×16, row by row.
  private let bending: [Double]
  private let extent: [Double]

  /// Over how many parts of the longer side a field goes back to zero.
  private static let decay = 0.5
  /// The scales of the loss, largest first, as multiples of the last one: wrong displacements lose their pull bit by
  /// bit.
  private static let scales = [4.0, 2, 1]
  /// How often the cells that bend much are found anew at the last scale.
  private static let creaseRounds = 2
  /// Up to this bending, in tolerances a cell, a cell counts by its square.
  private static let crease = 0.3

  /// - Parameters:
  ///   - size: The image over which the field lies.
  ///   - cells: The number of cells along its longer side.
  ///   - hasCreases: Whether the field may bend sharply in few places.
  init(over size: ImageSize, cells: Int, hasCreases: Bool = false) {
    spacing = Double(size.longSide) / Double(cells)
    origin = Point(x: -0.5, y: -0.5)
    columns = max(1, Int((Double(size.width) / spacing).rounded(.up)))
    rows = max(1, Int((Double(size.height) / spacing).rounded(.up)))
    self.hasCreases = hasCreases
    (bending, extent) = Self.energy(decayCells: Self.decay * Double(cells))
  }

  /// - Parameters:
  ///   - samples: The known displacements.
  ///   - smoothness: The weight of bending, for each sample and cell.
  ///   - tolerance: The largest standard deviation of a right displacement, in pixels.
  /// - Returns: The field, or nil where numbers overflow.
  func fitted(_ samples: [Sample], smoothness: Double, tolerance: Double) -> DisplacementField? {
    let placed = samples.map { Placed($0, self) }
    var field: DisplacementField?
    let last = Self.scales[Self.scales.count - 1]
    let rounds = Self.scales + [Double](repeating: last, count: hasCreases ? Self.creaseRounds : 0)
    for scale in rounds {
      let loss = MarginalizedLoss(largestScale: scale * tolerance)
      let weights = samples.map { sample -> Double in
        let error = sample.displacement - (field?(sample.point) ?? Point(x: 0, y: 0))
        // Before there is a field, every sample counts alike.
        return field == nil ? 1 : loss.weight((error.x * error.x + error.y * error.y) / 2)
      }
      let cells = stiffnesses(field, crease: Self.crease * tolerance)
      guard let next = solved(placed, weights, smoothness, cells) else { return nil }
      field = next
    }
    return field
  }

  private var stride: Int { columns + 3 }

  /// - Parameter stiffnesses: By how much the bending of each cell counts.
  private func solved(
    _ samples: [Placed], _ weights: [Double], _ smoothness: Double, _ stiffnesses: [Double]
  ) -> DisplacementField? {
    var system = BandedSystem(size: stride * (rows + 3), bandwidth: 3 * stride + 3)
    var sides = [[Double]](repeating: [Double](repeating: 0, count: system.size), count: 2)
    for (sample, weight) in zip(samples, weights) where weight > 0 {
      for a in 0..<16 {
        let (i, value) = (sample.start + a / 4 * stride + a % 4, weight * sample.weights[a])
        sides[0][i] += value * sample.displacement.x
        sides[1][i] += value * sample.displacement.y
        for b in 0...a { system.add(value * sample.weights[b], i, sample.start + b / 4 * stride + b % 4) }
      }
    }
    let factor = smoothness * Double(samples.count) / Double(columns * rows)
    for (cell, stiffness) in stiffnesses.enumerated() {
      let start = start(ofCell: cell)
      for a in 0..<16 {
        for b in 0...a {
          let value = factor * (stiffness * bending[16 * a + b] + extent[16 * a + b])
          system.add(value, start + a / 4 * stride + a % 4, start + b / 4 * stride + b % 4)
        }
      }
    }
    guard let solution = system.solutions(sides) else { return nil }
    return DisplacementField(
      origin: origin, spacing: Point(x: spacing, y: spacing), columns: columns, rows: rows,
      displacements: zip(solution[0], solution[1]).map { Point(x: $0, y: $1) })
  }

  /// A sample with the control displacements that count at it.
  private struct Placed {
    let start: Int
    let weights: [Double]
    let displacement: Point

    init(_ sample: Sample, _ fit: FieldFit) {
      func axis(_ distance: Double, _ cells: Int) -> (Int, SIMD4<Double>) {
        let position = min(max(distance / fit.spacing, 0), Double(cells))
        let first = min(Int(position), cells - 1)
        return (first, CubicBSpline.weights(position - Double(first)))
      }
      let (x, wx) = axis(sample.point.x - fit.origin.x, fit.columns)
      let (y, wy) = axis(sample.point.y - fit.origin.y, fit.rows)
      start = y * (fit.columns + 3) + x
      weights = (0..<16).map { wy[$0 / 4] * wx[$0 % 4] }
      displacement = sample.displacement
    }
  }

  /// The first of the control displacements that count in a cell.
  private func start(ofCell cell: Int) -> Int { cell / columns * stride + cell % columns }

  /// Returns by how much the bending of each cell counts, so that the sum is that of the bending beyond a crease and
  /// of its square below (iteratively reweighted least squares).
  private func stiffnesses(_ field: DisplacementField?, crease: Double) -> [Double] {
    guard hasCreases, let controls = field?.displacements else {
      return [Double](repeating: 1, count: columns * rows)
    }
    return (0..<columns * rows).map { cell in
      let start = start(ofCell: cell)
      let own = (0..<16).map { controls[start + $0 / 4 * stride + $0 % 4] }
      var energy = 0.0
      for a in 0..<16 {
        for b in 0..<16 { energy += bending[16 * a + b] * (own[a].x * own[b].x + own[a].y * own[b].y) }
      }
      return crease / max(crease, max(0, energy).squareRoot())
    }
  }

  /// Builds a cell's matrix of the integrals of bending, and that of the square of the field over the fourth power of
  /// the decay.
  private static func energy(decayCells: Double) -> (bending: [Double], extent: [Double]) {
    let (size, slope, bend) = (Self.gram(0), Self.gram(1), Self.gram(2))
    let size4 = decayCells * decayCells * decayCells * decayCells
    var (bending, extent) = ([Double](repeating: 0, count: 256), [Double](repeating: 0, count: 256))
    for a in 0..<16 {
      for b in 0..<16 {
        let (i, j, k, l) = (a % 4, a / 4, b % 4, b / 4)
        bending[16 * a + b] = bend[i][k] * size[j][l] + 2 * slope[i][k] * slope[j][l] + size[i][k] * bend[j][l]
        extent[16 * a + b] = size[i][k] * size[j][l] / size4
      }
    }
    return (bending, extent)
  }

  /// Returns the integrals over a cell of the products of the basis' derivatives of an order, by Gauss' rule of four
  /// points, which is exact for them.
  private static func gram(_ order: Int) -> [[Double]] {
    let nodes = [(0.861136311594053, 0.347854845137454), (0.339981043584856, 0.652145154862546)]
    var gram = [[Double]](repeating: [Double](repeating: 0, count: 4), count: 4)
    for (node, weight) in nodes.flatMap({ [($0.0, $0.1), (-$0.0, $0.1)] }) {
      let t = (1 + node) / 2
      let basis = [CubicBSpline.weights, CubicBSpline.slopes, CubicBSpline.curvatures][order](t)
      for i in 0..<4 {
        for j in 0..<4 { gram[i][j] += weight / 2 * basis[i] * basis[j] }
      }
    }
    return gram
  }
}
