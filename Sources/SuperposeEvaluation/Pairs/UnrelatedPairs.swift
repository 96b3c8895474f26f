import Superpose
import SuperposeFiles
import SuperposeGeometry

extension Array where Element == EvaluationPair {
  /// Draws pairs of images of different sequences at random, without repetition. None of them can be registered. Where
  /// there are no more ordered pairs than asked for, all of them are returned.
  public func unrelated(count: Int, seed: UInt64) -> [EvaluationPair] {
    let images = sceneImages
    var candidates = images.indices.flatMap { first in
      images.indices.filter { images[$0].sequence != images[first].sequence }.map { (first, $0) }
    }
    var generator = SplitMix64(seed: seed)
    for position in 0..<Swift.min(count, candidates.count) {
      candidates.swapAt(position, position + generator.next(below: candidates.count - position))
    }
    return candidates.prefix(count).enumerated().map { number, pair in
      let (image0, image1) = (images[pair.0].source, images[pair.1].source)
      return EvaluationPair(
        name: "unrelated/\(number + 1)", sequence: "unrelated", dataset: "unrelated",
        identity: fileIdentity(image0.name) + " " + fileIdentity(image1.name), images: (image0, image1),
        truth: .unrelated)
    }
  }

  /// Each image once, in order.
  private var sceneImages: [(source: ImageSource, sequence: String)] {
    var seen: Set<String> = []
    return flatMap { pair in
      [pair.images.0, pair.images.1].filter { seen.insert($0.name).inserted }.map { ($0, pair.sequence) }
    }
  }
}
