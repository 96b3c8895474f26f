import SuperposeEstimation
import SuperposeGeometry
import SuperposeMatching
import Testing

@testable import SuperposeStacks

@Suite struct CandidatePairsTests {
  private func candidates(_ count: Int, loops: [FramePair: Int] = [:], without: Set<Int> = []) -> CandidatePairs {
    CandidatePairs(usable: (0..<count).filter { !without.contains($0) }, resemblance: loops)
  }

  @Test func neighboursTheReferenceAndLoops() {
    let pairs = candidates(8, loops: [FramePair(1, 7): 30, FramePair(2, 6): 3]).linked(reference: 4)
    #expect(pairs.contains(FramePair(0, 1)) && pairs.contains(FramePair(0, 2)) && pairs.contains(FramePair(4, 0)))
    #expect(pairs.contains(FramePair(7, 1)))
    // Three keypoints in common are chance.
    #expect(!pairs.contains(FramePair(2, 6)) && !pairs.contains(FramePair(0, 3)))
    #expect(pairs == pairs.sorted() && Set(pairs).count == pairs.count)
  }

  /// Blank frames are jumped over.
  @Test func neighboursAreThoseThatCanBeMatched() {
    let pairs = candidates(6, without: [2, 3]).linked(reference: 0)
    #expect(pairs.contains(FramePair(1, 4)))
    #expect(!pairs.contains { [2, 3].contains($0.first) || [2, 3].contains($0.second) })
  }

  @Test func thereAreAtMostEightPairsForEachFrame() {
    let count = 60
    var all: [FramePair: Int] = [:]
    for a in 0..<count { for b in a + 1..<count { all[FramePair(a, b)] = 20 + (a * b) % 17 } }
    let candidates = candidates(count, loops: all)
    let pairs = candidates.linked(reference: 30)
    #expect(pairs.count > 3 * count && pairs.count <= 8 * count)
    let rescues = candidates.rescues(connected: [0, 1, 2], tried: Set(pairs))
    #expect(pairs.count + rescues.count <= 8 * count && !rescues.isEmpty)
    #expect(Set(rescues).isDisjoint(with: pairs))
    #expect(candidates.all.count == count * (count - 1) / 2)
  }

  @Test func framesThatLookAlikeShareKeypoints() {
    func features(_ seeds: [Int]) -> Features {
      let descriptors = seeds.flatMap { seed -> [Float] in
        var generator = SplitMix64(seed: UInt64(seed))
        let values = (0..<256).map { _ in Float(generator.uniform(in: -1...1)) }
        let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / norm }
      }
      return Features(
        imageSize: ImageSize(width: 9, height: 9), keypoints: seeds.map { Point(x: Double($0), y: 0) },
        scores: seeds.map { _ in 1 }, descriptors: descriptors)
    }
    let a = FrameSignature(features(Array(0..<40)))
    let b = FrameSignature(features(Array(25..<80)))
    #expect(a.resemblance(to: b) == 15 && b.resemblance(to: a) == 15)
    #expect(a.resemblance(to: FrameSignature(features([]))) == 0)
  }

  @Test func theReferenceIsInTheMiddle() {
    let links = (1..<7).map {
      FrameLink(
        moving: $0, fixed: $0 - 1,
        correspondences: (0..<50).map { _ in Correspondence(moving: Point(x: 0, y: 0), fixed: Point(x: 0, y: 0)) },
        fixedFromMoving: .identity)
    }
    #expect(LinkedGroups.center(of: Array(0..<7), links) == 3)
    let groups = LinkedGroups(frameCount: 9, links: links.filter { $0.moving != 2 })
    #expect(groups.largest == [2, 3, 4, 5, 6])
    #expect(groups.members(with: 0) == [0, 1] && groups.members(with: 8) == [8])
  }
}
