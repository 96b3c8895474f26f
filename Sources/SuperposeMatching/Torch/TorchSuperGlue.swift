import SuperposeCheckpoints
import SuperposeInference
import SuperposeNetworks
import SuperposeTorch

/// SuperGlue on libtorch, with optimal transport and the mutual matches: keypoints go to the device once, and matches
/// come from there once.
final class TorchSuperGlue: @unchecked Sendable {
  // Sendable: the backend is only used while the runtime runs, one thread at a time.
  private let runtime: TorchRuntime
  private let backend: TorchBackend
  private let dustbin: Float
  private var device: Torch.Device { runtime.device }

  init(weights: [String: Tensor], dustbin: Float, runtime: TorchRuntime) throws(InferenceError) {
    (self.runtime, self.dustbin) = (runtime, dustbin)
    backend = TorchBackend(try runtime.tensors(SuperGlueFolding.folded(weights)), on: runtime.device)
  }

  typealias Pair = (Features, Features)

  /// Matches several pairs, as many at a time as fit. A pair with an empty set has no matches.
  func matches(_ pairs: [Pair], _ options: MatchingOptions) throws(InferenceError) -> [Matches] {
    var results = pairs.map { Matches.none($0.0.count, $0.1.count) }
    // Pairs of like size come together, so that little is padding.
    let order = pairs.indices.filter { pairs[$0].0.count > 0 && pairs[$0].1.count > 0 }
      .sorted { (pairs[$0].0.count, pairs[$0].1.count, $0) < (pairs[$1].0.count, pairs[$1].1.count, $1) }
    let largest = order.map { Self.bytes(of: pairs[$0]) }.max() ?? 0
    let most = runtime.count(ofPiecesOf: largest)
    let found = try runtime.together(order.map { pairs[$0] }, most: most) { chunk throws(InferenceError) in
      try matched(chunk, options)
    }
    for (index, matches) in zip(order, found) { results[index] = matches }
    return results
  }

  /// The memory that a pair takes, approximately: the heads' attention both ways, and a dozen tokens for each keypoint.
  private static func bytes(of pair: Pair) -> Int {
    let (n, m) = (pair.0.count, pair.1.count)
    return 4 * (4 * SuperGlueNetwork.heads * n * m + 12 * 2 * Features.descriptorLength * (n + m))
  }

  /// Matches pairs together, with the smaller sets padded.
  private func matched(_ pairs: [Pair], _ options: MatchingOptions) throws(InferenceError) -> [Matches] {
    let start = ContinuousClock.now
    var timings = Timings()
    let sets = (PaddedSets(pairs.map(\.0)), PaddedSets(pairs.map(\.1)))
    let assignments = try runtime.run { () -> [Assignment] in
      let (first, second) = (tensors(sets.0), tensors(sets.1))
      let scores = SuperGlueNetwork.scores(
        keypoints0: first.keypoints, descriptors0: first.descriptors, keypoints1: second.keypoints,
        descriptors1: second.descriptors, keyBias0: first.keyBias, keyBias1: second.keyBias, arrangement: .folded,
        on: backend)
      Torch.synchronize(device)
      timings.complete(.superglue, since: start)
      return TorchTransport(scores, sets, dustbin: dustbin).assignments(rounds: options.sinkhornIterations)
    }
    let matches = assignments.map { $0.mutualMatches(threshold: options.matchThreshold) }
    timings.complete(.assign, since: start)
    let share = timings / pairs.count
    return matches.map {
      var matches = $0
      matches.timings = share
      return matches
    }
  }

  private func tensors(_ sets: PaddedSets) -> (keypoints: TorchTensor, descriptors: TorchTensor, keyBias: TorchTensor?)
  {
    func placed(_ values: [Float], _ shape: [Int]) -> TorchTensor {
      TorchTensor(values, shape).on(device, as: runtime.type)
    }
    let (batch, length) = (sets.counts.count, sets.length)
    return (
      placed(sets.rows(of: 3) { SuperGlue.keypoints($0).values }, [batch, length, 3]),
      placed(
        sets.rows(of: Features.descriptorLength) { $0.descriptors }, [batch, length, Features.descriptorLength]),
      sets.isPadded ? placed(sets.flags(0, NetworkConstants.excludedScore), [batch, 1, 1, length]) : nil
    )
  }
}

/// Sets of keypoints, brought to one length.
struct PaddedSets {
  private let sets: [Features]
  let counts: [Int]
  let length: Int

  /// Lengths are multiples of this where there are several sets, so that few different shapes occur.
  private static let bucket = 32

  init(_ sets: [Features]) {
    self.sets = sets
    counts = sets.map(\.count)
    let most = counts.max() ?? 0
    length = counts.allSatisfy { $0 == most } ? most : (most + Self.bucket - 1) / Self.bucket * Self.bucket
  }

  var isPadded: Bool { counts.contains { $0 < length } }

  /// Returns rows of `width` numbers for each keypoint, and zeros for padding, `[B, length, width]`.
  func rows(of width: Int, _ values: (Features) -> [Float]) -> [Float] {
    sets.flatMap { values($0) + [Float](repeating: 0, count: (length - $0.count) * width) }
  }

  /// Returns a number for each keypoint and another one for padding, `[B, length]`.
  func flags(_ real: Float, _ padding: Float) -> [Float] {
    counts.flatMap {
      [Float](repeating: real, count: $0) + [Float](repeating: padding, count: length - $0)
    }
  }
}
