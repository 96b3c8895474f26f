/// A weighted least-squares problem of up to eight unknowns, accumulated row by row: `(Σ w J Jᵀ) x = Σ w J r`.
struct NormalEquations: Hashable {
  var matrix = [SIMD8<Double>](repeating: .zero, count: 8)
  var gradient = SIMD8<Double>.zero

  /// A pivot this small, relative to its diagonal element, is rounding error: the unknown is not determined.
  private static let smallestPivot = 1e-12

  @inline(__always)
  mutating func add(_ row: SIMD8<Double>, residual: Double, weight: Double) {
    let weighted = row * weight
    gradient += weighted * residual
    matrix.withUnsafeMutableBufferPointer { matrix in
      for i in 0..<8 { matrix[i] += weighted * row[i] }
    }
  }

  /// Solves for the first unknowns by Cholesky's factorisation, and returns nil where they are not determined.
  ///
  /// - Parameters:
  ///   - unknowns: The number of unknowns.
  ///   - damping: The fraction of itself by which the diagonal is enlarged (Marquardt, 1963).
  func solution(unknowns: Int, damping: Double = 0) -> SIMD8<Double>? {
    guard let factor = choleskyFactor(unknowns, damping) else { return nil }
    var x = gradient
    for i in 0..<unknowns {
      for k in 0..<i { x[i] -= factor[i][k] * x[k] }
      x[i] /= factor[i][i]
    }
    for i in (0..<unknowns).reversed() {
      for k in i + 1..<max(unknowns, i + 1) { x[i] -= factor[k][i] * x[k] }
      x[i] /= factor[i][i]
    }
    return x
  }

  /// Returns the lower triangle L of `L Lᵀ`, row by row.
  private func choleskyFactor(_ unknowns: Int, _ damping: Double) -> [SIMD8<Double>]? {
    var factor = matrix
    for j in 0..<unknowns {
      let diagonal = matrix[j][j] * (1 + damping)
      let pivot = (0..<j).reduce(diagonal) { $0 - factor[j][$1] * factor[j][$1] }
      guard pivot > Self.smallestPivot * diagonal else { return nil }
      factor[j][j] = pivot.squareRoot()
      for i in j + 1..<max(unknowns, j + 1) {
        factor[i][j] = (0..<j).reduce(matrix[i][j]) { $0 - factor[i][$1] * factor[j][$1] } / factor[j][j]
      }
    }
    return factor
  }
}
