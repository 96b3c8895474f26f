import SuperposeGeometry
import Testing

@testable import SuperposeMatching

@Suite struct MutualNeighboursTests {
  /// Returns keypoints with random unit descriptors.
  private func features(_ count: Int, seed: UInt64) -> Features {
    var generator = SplitMix64(seed: seed)
    let descriptors = (0..<count).flatMap { _ -> [Float] in
      let values = (0..<Features.descriptorLength).map { _ in Float(generator.uniform(in: -1...1)) }
      let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return values.map { $0 / length }
    }
    return Features(
      imageSize: ImageSize(width: 100, height: 100), keypoints: (0..<count).map { Point(x: Double($0), y: 1) },
      scores: [Float](repeating: 0.5, count: count), descriptors: descriptors)
  }

  private func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Float {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The counts are no multiples of what the kernel computes at a time.
  @Test(arguments: [(1, 1), (3, 40), (37, 5), (61, 50)])
  func theyAreThoseOfPlainCode(_ count: Int, _ otherCount: Int) {
    let (a, b) = (features(count, seed: 1), features(otherCount, seed: 2))
    func nearest(_ index: Int, of a: Features, among b: Features) -> Int {
      (0..<b.count).max {
        cosine(a.descriptor(index), b.descriptor($0)) < cosine(a.descriptor(index), b.descriptor($1))
      }!
    }
    let expected = (0..<a.count).filter { nearest(nearest($0, of: a, among: b), of: b, among: a) == $0 }
    let found = a.mutualNeighbours(b)
    #expect(found.map(\.index) == expected)
    for pair in found {
      #expect(pair.other == nearest(pair.index, of: a, among: b))
      #expect(abs(pair.similarity - cosine(a.descriptor(pair.index), b.descriptor(pair.other))) < 1e-5)
    }
    #expect(!found.isEmpty)
  }

  @Test func nothingHasNoNeighbours() {
    #expect(features(0, seed: 1).mutualNeighbours(features(3, seed: 2)).isEmpty)
    #expect(features(3, seed: 1).mutualNeighbours(features(0, seed: 2)).isEmpty)
  }
}
