import TestSupport
import Testing

@testable import SuperposeMatching

private func survivors(_ scores: [Float], _ width: Int, _ height: Int, _ radius: Int) -> [Int] {
  var indices: [Int] = []
  scores.withUnsafeBufferPointer {
    NonMaximumSuppression.survivors(of: $0, width: width, height: height, radius: radius) { index, score in
      #expect(score == scores[index])
      indices.append(index)
    }
  }
  return indices
}

/// The (rows, columns, radius) of the maps in Tools/reference/golden.py, in its order.
private let goldenMaps = [(24, 33, 4), (40, 17, 2), (9, 31, 1), (20, 30, 9)]

@Test(arguments: goldenMaps.indices)
func suppressionEqualsTheReference(_ index: Int) throws {
  let golden = try Golden("suppression")
  let (rows, columns, radius) = goldenMaps[index]
  let maxima = try golden.values("\(index).maxima")
  let expected = maxima.indices.filter { maxima[$0] > 0 }
  #expect(survivors(try golden.values("\(index).scores"), columns, rows, radius) == expected)
}

@Test(arguments: [(1, 1, 4), (2, 300, 4), (300, 2, 4), (64, 48, 4), (31, 17, 1), (20, 20, 0), (20, 20, 40)])
func fastSuppressionEqualsThePlainOne(_ width: Int, _ height: Int, _ radius: Int) {
  let scores = RuleWeights.uniform("map \(width) \(height)", count: width * height, 0...1)
  let expected = ReferenceNonMaximumSuppression.survivors(of: scores, width: width, height: height, radius: radius)
  #expect(survivors(scores, width, height, radius) == expected)
}

/// 16-bit arithmetic makes ties: with few levels almost every maximum is tied.
@Test func tiesLeaveOneSurvivorPerWindow() {
  let (width, height, radius) = (60, 44, 4)
  let scores = RuleWeights.uniform("ties", count: width * height, 0...1).map { ($0 * 6).rounded() / 6 }
  let kept = survivors(scores, width, height, radius)
  #expect(kept == ReferenceNonMaximumSuppression.survivors(of: scores, width: width, height: height, radius: radius))
  for (a, b) in zip(kept, kept.dropFirst()) { #expect(a < b) }
  for a in kept {
    let near = kept.filter { $0 != a && abs($0 / width - a / width) <= radius && abs($0 % width - a % width) <= radius }
    #expect(near.isEmpty)
  }
}

@Test func aFlatMapHasNoNeighbouringSurvivorsAndAZeroMapNone() {
  #expect(survivors([Float](repeating: 0, count: 400), 20, 20, 4).isEmpty)
  #expect(
    survivors([Float](repeating: 0.5, count: 400), 20, 20, 4)
      == [0, 5, 10, 15].flatMap { y in [0, 5, 10, 15].map { y * 20 + $0 } })
}
