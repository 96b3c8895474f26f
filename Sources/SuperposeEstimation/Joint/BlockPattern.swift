/// Which blocks of a symmetric sparse matrix and of its Cholesky factor are there, and where.
///
/// The unknowns are eliminated in the order of least degree (Tinney and Walker, 1967): next comes the one with the
/// fewest neighbours left, all of which become each other's neighbours. Frames in a row then fill in next to nothing.
struct BlockPattern {
  /// The number of unknowns, each of one block's size.
  let count: Int
  /// When each unknown is eliminated.
  let position: [Int]
  let blockCount: Int
  /// For each column, by position, the rows below the diagonal with their blocks.
  private let columns: [[(row: Int, block: Int)]]
  private let diagonals: [Int]
  /// The block of each row and column, by positions.
  private let index: [Int: Int]

  /// - Parameters:
  ///   - count: the number of unknowns.
  ///   - edges: the pairs of different unknowns that have a block.
  init(count: Int, edges: [(Int, Int)]) {
    var neighbors = [Set<Int>](repeating: [], count: count)
    for (a, b) in edges where a != b {
      neighbors[a].insert(b)
      neighbors[b].insert(a)
    }
    var position = [Int](repeating: -1, count: count)
    var below: [Set<Int>] = []
    for step in 0..<count {
      let open = (0..<count).filter { position[$0] < 0 }
      guard let next = open.min(by: { neighbors[$0].count < neighbors[$1].count }) else { break }
      position[next] = step
      let left = neighbors[next]
      below.append(left)
      for a in left {
        neighbors[a].formUnion(left)
        neighbors[a].subtract([a, next])
      }
    }
    var blockCount = 0
    var index: [Int: Int] = [:]
    func block(_ row: Int, _ column: Int) -> Int {
      index[row * count + column] = blockCount
      blockCount += 1
      return blockCount - 1
    }
    var (diagonals, columns): ([Int], [[(row: Int, block: Int)]]) = ([], [])
    for column in 0..<count {
      diagonals.append(block(column, column))
      columns.append(below[column].map { position[$0] }.sorted().map { ($0, block($0, column)) })
    }
    self.count = count
    self.position = position
    self.blockCount = blockCount
    self.columns = columns
    self.diagonals = diagonals
    self.index = index
  }

  func diagonal(_ column: Int) -> Int { diagonals[column] }

  func below(_ column: Int) -> [(row: Int, block: Int)] { columns[column] }

  /// Returns the block of two unknowns, in either order.
  func block(_ a: Int, _ b: Int) -> Int {
    block(atPositions: max(position[a], position[b]), min(position[a], position[b]))
  }

  /// Returns the block of a row and a column, by positions.
  func block(atPositions row: Int, _ column: Int) -> Int {
    guard let block = index[row * count + column] else {
      preconditionFailure("no block of the pattern lies at (\(row), \(column))")
    }
    return block
  }
}
