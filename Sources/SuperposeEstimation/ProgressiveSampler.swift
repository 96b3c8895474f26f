import SuperposeGeometry

/// Draws minimal samples with the most trusted correspondences first (PROSAC; Chum and Matas, CVPR 2005, section 2).
///
/// The pool of the best `n` grows as samples are drawn, and while it grows each sample holds its newest member. After
/// `budget` samples the draws have been those that plain sampling would have made, only in a better order.
struct ProgressiveSampler {
  /// The largest useful budget, the paper's T_N.
  private static let largestBudget = 200_000

  /// The indices of the current sample, all different.
  private(set) var sample: [Int]
  private let count: Int
  private var generator: SplitMix64
  private var poolSize: Int
  private var drawn = 0
  /// The average number of `budget` plain samples that lie within the pool (the paper's T_n).
  private var expectedInPool: Double
  /// The number of draws at which the pool grows (the paper's T'_n).
  private var growsAfter = 1

  /// - Parameters:
  ///   - count: The number of correspondences, which are sorted by falling confidence; at least `sampleSize`.
  ///   - sampleSize: The number of correspondences in a sample.
  ///   - budget: The number of samples after which the order is forgotten. It is cut at ``largestBudget``.
  ///   - generator: The source of randomness.
  init(count: Int, sampleSize: Int, budget: Int, generator: SplitMix64) {
    sample = Array(0..<sampleSize)
    self.count = count
    self.generator = generator
    poolSize = sampleSize
    expectedInPool = (0..<sampleSize).reduce(Double(min(budget, Self.largestBudget))) {
      $0 * Double(sampleSize - $1) / Double(count - $1)
    }
  }

  /// Draws a new ``sample``.
  mutating func draw() {
    drawn += 1
    growPool()
    let isGrowing = poolSize < count
    let last = sample.count - 1
    if isGrowing { sample[last] = poolSize - 1 }
    drawDistinct(isGrowing ? last : sample.count, below: isGrowing ? poolSize - 1 : count)
  }

  private mutating func growPool() {
    while drawn > growsAfter, poolSize < count {
      let grown = expectedInPool * Double(poolSize + 1) / Double(poolSize + 1 - sample.count)
      growsAfter += Int((grown - expectedInPool).rounded(.up))
      expectedInPool = grown
      poolSize += 1
    }
  }

  private mutating func drawDistinct(_ number: Int, below bound: Int) {
    for slot in 0..<number {
      repeat { sample[slot] = generator.next(below: bound) } while sample[..<slot].contains(sample[slot])
    }
  }
}
