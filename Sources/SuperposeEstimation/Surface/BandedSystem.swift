/// A symmetric positive definite system whose matrix has a narrow band, solved by Cholesky's factorisation.
struct BandedSystem {
  let size: Int
  /// How many diagonals there are below the main one.
  let bandwidth: Int
  /// The lower band, row by row: element (i, j) stands at `i * (bandwidth + 1) + j - i + bandwidth`.
  private var band: [Double]

  init(size: Int, bandwidth: Int) {
    (self.size, self.bandwidth) = (size, bandwidth)
    band = [Double](repeating: 0, count: size * (bandwidth + 1))
  }

  /// Adds to element (i, j), where j ≤ i and i - j is within the band.
  mutating func add(_ value: Double, _ i: Int, _ j: Int) { band[i * (bandwidth + 1) + j - i + bandwidth] += value }

  /// Solves the system for several right-hand sides; nil where the matrix is not positive definite.
  func solutions(_ sides: [[Double]]) -> [[Double]]? {
    var (factor, solutions) = (band, sides)
    let width = bandwidth + 1
    let isFactored = factor.withUnsafeMutableBufferPointer { l -> Bool in
      for i in 0..<size {
        let first = max(0, i - bandwidth)
        let row = i * width + bandwidth - i
        for j in first...i {
          let other = j * width + bandwidth - j
          var sum = l[row + j]
          for k in max(first, j - bandwidth)..<max(j, first) { sum -= l[row + k] * l[other + k] }
          if j < i {
            l[row + j] = sum / l[other + j]
          } else {
            guard sum > 0, sum.isFinite else { return false }
            l[row + j] = sum.squareRoot()
          }
        }
      }
      return true
    }
    guard isFactored else { return nil }
    for side in solutions.indices {
      for i in 0..<size {
        let row = i * width + bandwidth - i
        for k in max(0, i - bandwidth)..<i { solutions[side][i] -= factor[row + k] * solutions[side][k] }
        solutions[side][i] /= factor[row + i]
      }
      for i in (0..<size).reversed() {
        for k in (i + 1)..<min(size, i + width) {
          solutions[side][i] -= factor[k * width + bandwidth - k + i] * solutions[side][k]
        }
        solutions[side][i] /= factor[i * width + bandwidth]
      }
    }
    return solutions
  }
}
