/// The part of the normal equations that the matches of one link make: three blocks of 8×8 and two of the gradient.
struct LinkEquations {
  var moving = [SIMD8<Double>](repeating: .zero, count: 8)
  var fixed = [SIMD8<Double>](repeating: .zero, count: 8)
  /// Rows are the moving frame's unknowns, columns the fixed frame's.
  var mixed = [SIMD8<Double>](repeating: .zero, count: 8)
  var movingGradient = SIMD8<Double>.zero
  var fixedGradient = SIMD8<Double>.zero

  /// Adds one residual with its derivatives by both frames' steps.
  mutating func add(_ m: SIMD8<Double>, _ f: SIMD8<Double>, residual: Double, weight: Double) {
    let (weightedM, weightedF) = (m * weight, f * weight)
    movingGradient -= weightedM * residual
    fixedGradient -= weightedF * residual
    for row in 0..<8 {
      moving[row] += weightedM[row] * m
      fixed[row] += weightedF[row] * f
      mixed[row] += weightedM[row] * f
    }
  }
}

/// The normal equations of all frames, in blocks of 8×8 of which only those of linked frames are there. The steps are
/// their solution: `(Σ w J Jᵀ) x = −Σ w J r`.
struct BlockEquations {
  private let pattern: BlockPattern
  /// Eight rows for each block of the pattern.
  private var blocks: [SIMD8<Double>]
  /// In the order of elimination.
  private(set) var gradient: [SIMD8<Double>]

  /// A pivot this small, relative to its diagonal element, is rounding error: the unknown is not determined.
  private static let smallestPivot = 1e-14

  init(_ pattern: BlockPattern) {
    self.pattern = pattern
    blocks = [SIMD8<Double>](repeating: .zero, count: 8 * pattern.blockCount)
    gradient = [SIMD8<Double>](repeating: .zero, count: pattern.count)
  }

  /// Adds a link between two places; nil for a frame that stays.
  mutating func add(_ link: LinkEquations, _ moving: Int?, _ fixed: Int?) {
    if let moving {
      add(link.moving, at: pattern.block(moving, moving), transposed: false)
      gradient[pattern.position[moving]] += link.movingGradient
    }
    if let fixed {
      add(link.fixed, at: pattern.block(fixed, fixed), transposed: false)
      gradient[pattern.position[fixed]] += link.fixedGradient
    }
    guard let moving, let fixed else { return }
    // Only the lower triangle is kept: the row is the frame that is eliminated later.
    add(
      link.mixed, at: pattern.block(moving, fixed), transposed: pattern.position[moving] < pattern.position[fixed])
  }

  private mutating func add(_ rows: [SIMD8<Double>], at block: Int, transposed: Bool) {
    for row in 0..<8 {
      blocks[8 * block + row] += transposed ? SIMD8(rows.map { $0[row] }) : rows[row]
    }
  }

  /// Solves by Cholesky's factorisation, block by block; nil where the unknowns are not determined.
  ///
  /// - Parameter damping: The fraction of itself by which the diagonal is enlarged (Marquardt, 1963).
  /// - Returns: The step of each place.
  func solution(damping: Double) -> [SIMD8<Double>]? {
    guard let factor = factor(damping) else { return nil }
    var x = gradient
    for column in 0..<pattern.count {
      let diagonal = 8 * pattern.diagonal(column)
      for row in 0..<8 {
        for k in 0..<row { x[column][row] -= factor[diagonal + row][k] * x[column][k] }
        x[column][row] /= factor[diagonal + row][row]
      }
      for (row, block) in pattern.below(column) {
        for k in 0..<8 { x[row][k] -= (factor[8 * block + k] * x[column]).sum() }
      }
    }
    for column in (0..<pattern.count).reversed() {
      for (row, block) in pattern.below(column) {
        for k in 0..<8 { x[column] -= factor[8 * block + k] * x[row][k] }
      }
      let diagonal = 8 * pattern.diagonal(column)
      for row in (0..<8).reversed() {
        x[column][row] /= factor[diagonal + row][row]
        for k in 0..<row { x[column][k] -= factor[diagonal + row][k] * x[column][row] }
      }
    }
    return pattern.position.map { x[$0] }
  }

  /// Returns the blocks of the lower triangle L of `L Lᵀ`.
  private func factor(_ damping: Double) -> [SIMD8<Double>]? {
    var factor = blocks
    for column in 0..<pattern.count {
      let diagonal = 8 * pattern.diagonal(column)
      for k in 0..<8 {
        // Unknowns that the kind of transform does not have stay where they are.
        let element = blocks[diagonal + k][k]
        factor[diagonal + k][k] += element > 0 ? damping * element : 1
      }
      guard factorDiagonal(&factor, diagonal, column) else { return nil }
      let below = pattern.below(column)
      let triangle = Array(factor[diagonal..<diagonal + 8])
      for (_, block) in below {
        for row in 0..<8 { factor[8 * block + row] = Self.solution(of: triangle, factor[8 * block + row]) }
      }
      for (index, (_, lower)) in below.enumerated() {
        let target = below[...index].map { pattern.block(atPositions: below[index].row, $0.row) }
        for (upper, target) in zip(below[...index], target) {
          subtractProduct(&factor, 8 * lower, 8 * upper.block, from: 8 * target)
        }
      }
    }
    return factor
  }

  private func factorDiagonal(_ factor: inout [SIMD8<Double>], _ start: Int, _ column: Int) -> Bool {
    for j in 0..<8 {
      let diagonal = max(blocks[start + j][j], 1e-300)
      var pivot = factor[start + j][j]
      for k in 0..<j { pivot -= factor[start + j][k] * factor[start + j][k] }
      guard pivot > Self.smallestPivot * diagonal else { return false }
      let root = pivot.squareRoot()
      factor[start + j][j] = root
      for i in j + 1..<max(8, j + 1) {
        var sum = factor[start + i][j]
        for k in 0..<j { sum -= factor[start + i][k] * factor[start + j][k] }
        factor[start + i][j] = sum / root
      }
    }
    return true
  }

  /// Returns the x of `x Lᵀ = a`.
  private static func solution(of triangle: [SIMD8<Double>], _ a: SIMD8<Double>) -> SIMD8<Double> {
    var x = a
    for column in 0..<8 {
      for k in 0..<column { x[column] -= x[k] * triangle[column][k] }
      x[column] /= triangle[column][column]
    }
    return x
  }

  /// Subtracts `A Bᵀ` from a block.
  private func subtractProduct(_ factor: inout [SIMD8<Double>], _ a: Int, _ b: Int, from target: Int) {
    for row in 0..<8 {
      let left = factor[a + row]
      for column in 0..<8 { factor[target + row][column] -= (left * factor[b + column]).sum() }
    }
  }
}
