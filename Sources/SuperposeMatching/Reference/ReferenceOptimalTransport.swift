import Foundation

/// Optimal transport in the logarithmic domain, as in the paper. It is the specification of ``OptimalTransport``, and
/// it runs where that leaves the range of its numbers.
enum ReferenceOptimalTransport {
  /// Returns the assignment matrix with its dustbins, `[rows + 1, columns + 1]`, as probabilities.
  static func plan(
    scores: UnsafeBufferPointer<Float>, rows: Int, columns: Int, dustbin: Float, iterations: Int
  ) -> [Double] {
    let width = columns + 1
    let z = (0..<(rows + 1) * width).map { index -> Double in
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      return Double(row < rows && column < columns ? scores[row * columns + column] : dustbin)
    }
    let norm = -log(Double(rows + columns))
    let logMu = (0...rows).map { $0 < rows ? norm : log(Double(columns)) + norm }
    let logNu = (0...columns).map { $0 < columns ? norm : log(Double(rows)) + norm }
    var u = [Double](repeating: 0, count: rows + 1)
    var v = [Double](repeating: 0, count: columns + 1)
    for _ in 0..<iterations {
      for row in 0...rows { u[row] = logMu[row] - logSumExp(0...columns) { z[row * width + $0] + v[$0] } }
      for column in 0...columns { v[column] = logNu[column] - logSumExp(0...rows) { z[$0 * width + column] + u[$0] } }
    }
    return z.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      return exp(z[index] + u[row] + v[column] - norm)
    }
  }

  static func assignment(
    scores: UnsafeBufferPointer<Float>, rows: Int, columns: Int, dustbin: Float, iterations: Int
  ) -> Assignment {
    let plan = plan(scores: scores, rows: rows, columns: columns, dustbin: dustbin, iterations: iterations)
    func mass(_ row: Int, _ column: Int) -> Double { plan[row * (columns + 1) + column] }
    var result = Assignment(rows: rows, columns: columns)
    for row in 0..<rows {
      result.bestColumn[row] = (0..<columns).reduce(0) { mass(row, $1) > mass(row, $0) ? $1 : $0 }
      result.probability[row] = Float(mass(row, result.bestColumn[row]))
    }
    for column in 0..<columns {
      result.bestRow[column] = (0..<rows).reduce(0) { mass($1, column) > mass($0, column) ? $1 : $0 }
    }
    return result
  }

  private static func logSumExp(_ range: ClosedRange<Int>, _ value: (Int) -> Double) -> Double {
    let maximum = range.reduce(-Double.infinity) { max($0, value($1)) }
    return maximum + log(range.reduce(0) { $0 + exp(value($1) - maximum) })
  }
}
