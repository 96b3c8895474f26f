import SuperposeGeometry
import SuperposeTorch
import TestSupport
import Testing

@testable import SuperposeMatching

/// The stages between the networks equal their specifications.
@Suite struct StageTests {
  /// Few different values make many equal maxima, in chains of which each covers the next.
  @Test(arguments: [(61, 47, 4, 3), (40, 33, 1, 2), (30, 20, 9, 2), (50, 20, 3, 1), (17, 90, 0, 4)])
  func suppressionSettlesTiesInReadingOrder(_ width: Int, _ height: Int, _ radius: Int, _ levels: Int) throws {
    let scores = RuleWeights.uniform("ties", count: width * height, 0...1).map { ($0 * Float(levels)).rounded(.up) / 8 }
    _ = try torch()
    let (kept, unsettled) = try Torch.attempting {
      let found = TorchTensor(scores, [1, 1, height, width]).suppressed(radius: radius, tieRounds: 200)
      return (found.scores.floats(), found.unsettled.floats())
    }
    let survivors = ReferenceNonMaximumSuppression.survivors(
      of: scores, width: width, height: height, radius: radius)
    #expect(unsettled == [0])
    #expect(kept.indices.filter { kept[$0] > 0 } == survivors)
    #expect(survivors.allSatisfy { kept[$0] == scores[$0] })
  }

  @Test func whatTwoRoundsLeaveIsReported() throws {
    _ = try torch()
    // On an even map one round settles a corner, and each further one what lies behind it.
    let unsettled = try Torch.attempting {
      TorchTensor([Float](repeating: 0.5, count: 40 * 40), [1, 1, 40, 40]).suppressed(radius: 4).unsettled.floats()
    }
    #expect(unsettled[0] > 0)
  }

  /// Scores that leave the range of floats take the logarithmic form; padding changes nothing.
  @Test(
    arguments: [(1, 1, 1, 1), (5, 3, 2, 0.5), (17, 29, 4, 1), (12, 40, 10, 10), (8, 9, 120, 3)]
      as [(Int, Int, Float, Float)])
  func transportEqualsTheReference(_ rows: Int, _ columns: Int, _ spread: Float, _ dustbin: Float) throws {
    let runtime = try torch()
    let scores = RuleWeights.uniform("transport", count: rows * columns, -1...1).map { $0 * spread }
    let expected = scores.withUnsafeBufferPointer {
      ReferenceOptimalTransport.assignment(
        scores: $0, rows: rows, columns: columns, dustbin: dustbin, iterations: 100)
    }.mutualMatches(threshold: 0.1)
    for padding in [0, 3] {
      // Another pair with more keypoints beside it pads this one.
      let counts = [(rows, columns)] + (padding == 0 ? [] : [(rows + padding, columns + padding)])
      let sets = (
        PaddedSets(counts.map { features($0.0) }), PaddedSets(counts.map { features($0.1) })
      )
      let found = try runtime.run {
        let map = padded(scores, rows, columns, to: sets.0.length, sets.1.length, copies: counts.count)
        return TorchTransport(map, sets, dustbin: dustbin).assignments(rounds: 100)[0].mutualMatches(threshold: 0.1)
      }
      #expect(found.matches0 == expected.matches0 && found.matches1 == expected.matches1)
      try expect(found.confidence0, equal: expected.confidence0, within: 1e-4)
    }
  }

  private func features(_ count: Int) -> Features {
    Features(
      imageSize: ImageSize(width: 9, height: 9), keypoints: [Point](repeating: Point(x: 0, y: 0), count: count),
      scores: [Float](repeating: 1, count: count), descriptors: [Float](repeating: 0, count: 256 * count))
  }

  private func padded(
    _ scores: [Float], _ rows: Int, _ columns: Int, to n: Int, _ m: Int, copies: Int
  ) -> TorchTensor {
    // What stands in the padding must not matter.
    var map = [Float](repeating: 7, count: n * m)
    for row in 0..<rows {
      map.replaceSubrange(row * m..<row * m + columns, with: scores[row * columns..<(row + 1) * columns])
    }
    return TorchTensor([[Float]](repeating: map, count: copies).flatMap { $0 }, [copies, n, m])
  }
}
