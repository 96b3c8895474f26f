/// One of several parts of a list, for one of several machines. Which pairs are in it depends on the list's pairs
/// alone, and neither on their order nor on the machine.
///
/// The images are numbered in the order of their paths, so that each pair is a point of the plane. The points are put
/// in Morton's order (1966), in which the quarters of the plane follow each other, and their quarters likewise, and
/// each part takes as many: parts are equally large, and the pairs of a part lie close together, so that they share
/// images.
/// Of all pairs of m images, n parts describe somewhat more than m √2n images in all; of a sequence, one more for each
/// part and neighbour.
public struct ListShard: Hashable, Codable, Sendable {
  /// Which part, from 1.
  public let number: Int
  /// How many parts there are.
  public let count: Int

  /// Nil unless the number is one of 1 to the count.
  public init?(number: Int, of count: Int) {
    guard count >= 1, (1...count).contains(number) else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// Returns the places in the list of this part's pairs, in the order in which they share most images.
  public func places(in pairs: [ListedPair]) -> [Int] {
    let order = Self.inMortonOrder(pairs)
    return Array(order[pairs.count * (number - 1) / count..<pairs.count * number / count])
  }

  private static func inMortonOrder(_ pairs: [ListedPair]) -> [Int] {
    let names = pairs.map { ($0.moving.pathText, $0.fixed.pathText) }
    let images = Set(names.flatMap { [$0.0, $0.1] }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: images.enumerated().map { ($1, $0) })
    // A pair and the same pair the other way round share both images.
    let codes = names.map { pair in
      let (one, other) = (numbers[pair.0] ?? 0, numbers[pair.1] ?? 0)
      return spread(min(one, other)) | spread(max(one, other)) << 1
    }
    return pairs.indices.sorted { a, b in
      (codes[a], names[a].0, names[a].1, a) < (codes[b], names[b].0, names[b].1, b)
    }
  }

  /// Returns a number's 31 bits with a zero before each.
  private static func spread(_ number: Int) -> Int {
    (0..<31).reduce(0) { $0 | (number >> $1 & 1) << (2 * $1) }
  }
}

/// A part is written as `2/8`.
extension ListShard: LosslessStringConvertible {
  public init?(_ text: String) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1] else { return nil }
    self.init(number: number, of: count)
  }

  public var description: String { "\(number)/\(count)" }
}
