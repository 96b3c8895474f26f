import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

@Suite struct BlockEquationsTests {
  /// A ring with chords, so that elimination fills in, against Gauss' elimination of the whole matrix.
  @Test func theSolutionIsThatOfTheDenseMatrix() throws {
    let (count, damping) = (7, 0.01)
    let edges = (0..<count).map { ($0, ($0 + 1) % count) } + [(0, 3), (5, 2)]
    var generator = SplitMix64(seed: 4)
    func row() -> SIMD8<Double> { SIMD8((0..<8).map { _ in generator.uniform(in: -1...1) }) }
    var equations = BlockEquations(BlockPattern(count: count, edges: edges))
    var dense = [[Double]](repeating: [Double](repeating: 0, count: 8 * count), count: 8 * count)
    var right = [Double](repeating: 0, count: 8 * count)
    for (a, b) in edges {
      var link = LinkEquations()
      for _ in 0..<20 {
        let (m, f, residual, weight) = (row(), row(), generator.uniform(in: -1...1), generator.uniform(in: 0...1))
        link.add(m, f, residual: residual, weight: weight)
        let whole = (0..<8).map { (8 * a + $0, m[$0]) } + (0..<8).map { (8 * b + $0, f[$0]) }
        for (i, x) in whole {
          right[i] -= weight * x * residual
          for (j, y) in whole { dense[i][j] += weight * x * y }
        }
      }
      equations.add(link, a, b)
    }
    for i in dense.indices { dense[i][i] *= 1 + damping }
    let solution = try #require(equations.solution(damping: damping))
    let expected = solved(dense, right)
    for i in expected.indices { #expect(abs(solution[i / 8][i % 8] - expected[i]) < 1e-9) }
  }

  /// A row of frames eliminated from its ends needs no more blocks than it has links.
  @Test func aRowFillsInNothing() {
    let count = 50
    let pattern = BlockPattern(count: count, edges: (1..<count).map { ($0 - 1, $0) })
    #expect(pattern.blockCount == 2 * count - 1)
    #expect(Set(pattern.position) == Set(0..<count))
  }

  @Test func whatIsNotDeterminedHasNoSolution() {
    var equations = BlockEquations(BlockPattern(count: 1, edges: []))
    var link = LinkEquations()
    // Two unknowns that only occur as their sum.
    link.add(SIMD8(1, 1, 0, 0, 0, 0, 0, 0), .zero, residual: 1, weight: 1)
    equations.add(link, 0, nil)
    #expect(equations.solution(damping: 0) == nil)
    #expect(equations.solution(damping: 0.1) != nil)
  }

  private func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var (a, b) = (matrix, right)
    for column in a.indices {
      let pivot = (column..<a.count).max { abs(a[$0][column]) < abs(a[$1][column]) }!
      a.swapAt(column, pivot)
      b.swapAt(column, pivot)
      for row in column + 1..<max(a.count, column + 1) {
        let factor = a[row][column] / a[column][column]
        for k in column..<a.count { a[row][k] -= factor * a[column][k] }
        b[row] -= factor * b[column]
      }
    }
    for row in a.indices.reversed() {
      for k in row + 1..<max(a.count, row + 1) { b[row] -= a[row][k] * b[k] }
      b[row] /= a[row][row]
    }
    return b
  }
}
