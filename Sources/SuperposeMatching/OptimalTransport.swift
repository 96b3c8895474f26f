import CSuperposeKernels
import Foundation

/// SuperGlue's differentiable matching layer (Sarlin et al. 2020, section 3.2), solved by Sinkhorn's scaling.
///
/// The scores of all pairs, with a dustbin for each side, become the plan whose rows and columns have the wanted sums.
///
/// Instead of two `logsumexp` a round, the kernel `K = exp(scores)` is computed once, and `u = μ / (K v)` and `v = ν /
/// (Kᵀ u)` alternate: two multiply-adds for each element, in one pass over K. Only each row's maximum is taken out of
/// the exponent. u absorbs it, and since u is updated first, every iterate equals that of the logarithmic form. The
/// dustbin row is constant, so no column of K is empty. ``ReferenceOptimalTransport`` computes the same in plain code.
struct OptimalTransport {
  let rows: Int
  let columns: Int
  /// Probability masses outside this range have left what 32-bit floats represent well.
  static let trusted: ClosedRange<Float> = 1e-30...1e30

  private var kernel: [Float]
  /// The last column of the kernel: `exp(dustbin − row maximum)`, `[rows]`.
  private var dustbinColumn: [Float]
  private var u: [Float]
  private var v: [Float]
  private var uDustbin: Float = 1
  private var vDustbin: Float = 1
  /// How many rounds were run.
  private(set) var roundCount = 0

  /// Prepares the kernel.
  ///
  /// - Parameters:
  ///   - scores: The scores of all pairs, `[rows, columns]`.
  ///   - rows: The number of keypoints of the first set.
  ///   - columns: The number of keypoints of the second set.
  ///   - dustbin: The score of "no match".
  init(scores: UnsafeBufferPointer<Float>, rows: Int, columns: Int, dustbin: Float) {
    self.rows = rows
    self.columns = columns
    var dustbinColumn = [Float](repeating: 0, count: rows)
    kernel = [Float](unsafeUninitializedCapacity: rows * columns) { kernel, count in
      guard let source = scores.baseAddress, let target = kernel.baseAddress else { return }
      for row in 0..<rows {
        let offset = row * columns
        let maximum = superpose_exponentiate_row(source + offset, target + offset, Int32(columns), dustbin)
        dustbinColumn[row] = expf(dustbin - maximum)
      }
      count = rows * columns
    }
    self.dustbinColumn = dustbinColumn
    u = [Float](repeating: 1, count: rows)
    v = [Float](repeating: 1, count: columns)
  }

  /// The rounds end when all that are left would change no probability by more than this fraction of it.
  private static let tolerance: Float = 1e-4

  /// Runs the rounds, or as many as make a difference. Returns false where the numbers left the trusted range; the
  /// caller then uses the reference.
  ///
  /// A round changes v by a factor for each column. How far these factors are apart never grows (each round contracts
  /// Hilbert's metric: Franklin and Lorenz 1989), and a probability changes by at most twice as much, with u.
  mutating func solve(iterations: Int) -> Bool {
    let mass = 1 / Float(rows + columns)
    var columnSums = [Float](repeating: 0, count: columns)
    while roundCount < iterations {
      let change = iterate(mass, &columnSums)
      roundCount += 1
      if 2 * change * Float(iterations - roundCount) < Self.tolerance { break }
    }
    return (u + v + [uDustbin, vDustbin]).allSatisfy(Self.trusted.contains)
  }

  /// Runs one round. Returns how far the factors are apart by which v has changed: their largest ratio, less 1.
  private mutating func iterate(_ mass: Float, _ columnSums: inout [Float]) -> Float {
    uDustbin = mass * Float(columns) / (v.reduce(0, +) + vDustbin)
    for column in 0..<columns { columnSums[column] = uDustbin }
    superpose_scale_rows(kernel, Int32(rows), Int32(columns), v, &columnSums, mass, dustbinColumn, vDustbin, &u)
    let dustbinSum = zip(u, dustbinColumn).reduce(uDustbin) { $0 + $1.0 * $1.1 }
    let next = mass * Float(rows) / dustbinSum
    var (least, largest) = (next / vDustbin, next / vDustbin)
    superpose_divide(mass, columnSums, &v, Int32(columns), &least, &largest)
    vDustbin = next
    return largest / least - 1
  }

  /// Returns the best partners on both sides and their probabilities. Dustbins do not compete.
  func assignment() -> Assignment {
    var result = Assignment(rows: rows, columns: columns)
    var best = [Float](repeating: -1, count: columns)
    var bestRow = [Int32](repeating: 0, count: columns)
    let total = Float(rows + columns)
    kernel.withUnsafeBufferPointer { kernel in
      guard let kernel = kernel.baseAddress else { return }
      for row in 0..<rows {
        var value: Float = 0
        let column = superpose_best_column(
          kernel + row * columns, v, u[row] * total, Int32(columns), Int32(row), &value, &best, &bestRow)
        result.bestColumn[row] = Int(column)
        result.probability[row] = value
      }
    }
    result.bestRow = bestRow.map(Int.init)
    return result
  }
}

/// The largest entries of an assignment matrix along its rows and columns.
struct Assignment {
  /// The column of each row's largest entry, `[rows]`.
  var bestColumn: [Int]
  /// The probability at each row's best column, `[rows]`.
  var probability: [Float]
  /// The row of each column's largest entry, `[columns]`.
  var bestRow: [Int]

  init(rows: Int, columns: Int) {
    bestColumn = [Int](repeating: 0, count: rows)
    probability = [Float](repeating: 0, count: rows)
    bestRow = [Int](repeating: 0, count: columns)
  }

  /// Returns the pairs in which each is the other's best, with a probability above the threshold.
  func mutualMatches(threshold: Float) -> Matches {
    var matches0 = [Int](repeating: -1, count: bestColumn.count)
    var matches1 = [Int](repeating: -1, count: bestRow.count)
    var confidence0 = [Float](repeating: 0, count: bestColumn.count)
    var confidence1 = [Float](repeating: 0, count: bestRow.count)
    for (row, column) in bestColumn.enumerated() where bestRow[column] == row {
      confidence0[row] = probability[row]
      confidence1[column] = probability[row]
      guard probability[row] > threshold else { continue }
      matches0[row] = column
      matches1[column] = row
    }
    return Matches(matches0: matches0, matches1: matches1, confidence0: confidence0, confidence1: confidence1)
  }
}
