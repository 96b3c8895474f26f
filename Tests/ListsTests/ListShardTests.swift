import Foundation
import Testing

@testable import SuperposeLists

@Suite struct ListShardTests {
  private func pair(_ a: Int, _ b: Int) -> ListedPair {
    ListedPair(
      moving: URL(filePath: String(format: "%04d.jpg", a)), fixed: URL(filePath: String(format: "%04d.jpg", b)))
  }

  private func allPairs(_ images: Int) -> [ListedPair] {
    (0..<images).flatMap { a in (a + 1..<images).map { pair(a, $0) } }
  }

  private func sequence(_ images: Int, neighbours: Int) -> [ListedPair] {
    (0..<images).flatMap { a in (a + 1..<min(images, a + 1 + neighbours)).map { pair(a, $0) } }
  }

  private func parts(_ pairs: [ListedPair], _ count: Int) throws -> [[Int]] {
    try (1...count).map { try #require(ListShard(number: $0, of: count)).places(in: pairs) }
  }

  /// Returns how many images are described in all parts together.
  private func described(_ pairs: [ListedPair], _ count: Int) throws -> Int {
    try parts(pairs, count).reduce(0) { $0 + Set($1.flatMap { [pairs[$0].moving, pairs[$0].fixed] }).count }
  }

  @Test(arguments: [1, 2, 3, 7, 64]) func everyPairIsInOnePartAndPartsAreEqual(_ count: Int) throws {
    for pairs in [allPairs(30), sequence(200, neighbours: 3), [pair(0, 1), pair(0, 1), pair(1, 0)]] {
      let parts = try parts(pairs, count)
      #expect(parts.flatMap { $0 }.sorted() == Array(pairs.indices))
      let sizes = parts.map(\.count)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }

  @Test func theOrderOfTheListDoesNotMatter() throws {
    let pairs = allPairs(20)
    let turned = Array(pairs.reversed())
    for (one, other) in zip(try parts(pairs, 5), try parts(turned, 5)) {
      #expect(one.map { pairs[$0] } == other.map { turned[$0] })
    }
  }

  /// The figures of docs/many-machines.md. Parts drawn at random would describe 2,400 and 1,803 images.
  @Test func partsShareFewImages() throws {
    #expect(try described(allPairs(300), 8) == 1480)
    #expect(try described(sequence(300, neighbours: 5), 8) == 335)
  }

  @Test func partsAreNamedFromOne() {
    #expect(ListShard("2/8") == ListShard(number: 2, of: 8) && ListShard("2/8")?.description == "2/8")
    for text in ["0/8", "9/8", "1/0", "1", "1/2/3", "-1/4", "a/b", "1/", ""] { #expect(ListShard(text) == nil) }
  }
}
