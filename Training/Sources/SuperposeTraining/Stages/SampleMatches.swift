import Foundation
import SuperposeFiles
import SuperposeTorch

/// The matches of a few pairs for people to look at, which `superpose-train-tools matches` draws.
struct SampleMatches {
  private struct Picture: Encodable {
    let width, height: Int
    /// The grey values in 8 bits, which the JSON holds in base64.
    let pixels: Data
  }

  private struct Pair: Encodable {
    let image0, image1: Picture
    /// x0, y0, x1, y1, the confidence, and 1 for a right match or 0.
    let matches: [[Float]]
  }

  private let pairs: [Pair]

  /// - Parameters:
  ///   - images: The images of the first pairs of the batch, `[2, 1, H, W]` each.
  ///   - batch: The batch of pairs.
  ///   - assignment: The logarithm of the assignment, `[B, N + 1, M + 1]`.
  ///   - truth: The true matches.
  init(_ images: [TorchTensor], _ batch: PairBatch, _ assignment: TorchTensor, _ truth: MatchingTruth) {
    let (n, m) = (assignment.shape[1] - 1, assignment.shape[2] - 1)
    let inner = assignment.narrowed(1, 0..<n).narrowed(2, 0..<m)
    let best0 = inner.argmax(2).float().floats()
    let best1 = inner.argmax(1).float().floats()
    let confidence = inner.maximum([2]).exp().floats()
    let points = batch.sets.map { $0.points.floats() }
    let counterparts = truth.counterpart0.float().floats()
    let isMatched = truth.isMatched0.floats()
    pairs = images.prefix(batch.sets[0].points.shape[0]).enumerated().map { pair, image in
      var matches: [[Float]] = []
      for i in 0..<n {
        let index = pair * n + i
        let j = Int(best0[index])
        guard Int(best1[pair * m + j]) == i, confidence[index] > 0.2 else { continue }
        let isRight = isMatched[index] > 0 && Int(counterparts[index]) == j
        let (a, b) = (2 * index, 2 * (pair * m + j))
        matches.append([
          points[0][a], points[0][a + 1], points[1][b], points[1][b + 1], confidence[index], isRight ? 1 : 0,
        ])
      }
      return Pair(image0: Self.picture(image, 0), image1: Self.picture(image, 1), matches: matches)
    }
  }

  private static func picture(_ images: TorchTensor, _ index: Int) -> Picture {
    let bytes = (images.selected(0, index) * 255).bytes()
    return Picture(width: images.shape[3], height: images.shape[2], pixels: Data(bytes))
  }

  func write(to file: URL) throws { try ReplacementFile.write(JSON.line(pairs), to: file.path) }
}
