import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
import SuperposeTrainingData

/// The features of many views, several of each photograph. Any two views of a photograph make a pair, so that a pair to
/// learn from costs a fraction of what new detection would.
///
/// The contents depend on the pool's number and the run's seed alone, so that a run that resumes finds the same.
final class FeaturePool {
  struct Settings {
    var photographs: Int
    var viewsPerPhotograph: Int
    var keypoints: Int
    var size: ImageSize
  }

  private let settings: Settings
  private let photographs: [Int]
  private let views: [PoolView]
  /// The first two views of each of the first photographs, where they are wanted, `[2, 1, H, W]` each.
  let images: [TorchTensor]
  /// The positions in pixels `[views, N, 2]`, the scores `[views, N]`, and the descriptors in 16 bits `[views, N,
  /// 256]`.
  private let points, scores, descriptors: TorchTensor

  init(
    _ settings: Settings, _ store: PhotographStore, _ model: FrozenSuperPoint, photographs: [Int],
    sampler: ViewSampler, looks: Looks, sceneShare: Double = 0, seed: UInt64, stream: UInt64, keepsImages: Int = 0
  ) {
    self.settings = settings
    self.photographs = photographs
    var generator = SplitMix64(seed: seed, stream: stream)
    Torch.seed(generator.next())
    let source = PoolSource(
      store: store, renderer: ViewRenderer(store, size: settings.size), sampler: sampler, looks: looks,
      sceneShare: sceneShare)
    var views: [PoolView] = []
    var kept: [TorchTensor] = []
    var parts: [(TorchTensor, TorchTensor, TorchTensor)] = []
    for photograph in photographs {
      let (taken, images) = source.views(of: photograph, count: settings.viewsPerPhotograph, using: &generator)
      views += taken
      if kept.count < keepsImages { kept.append(images.narrowed(0, 0..<2)) }
      parts.append(model.features(images, keypoints: settings.keypoints))
    }
    self.views = views
    images = kept
    points = .concatenated(parts.map(\.0), axis: 0)
    scores = .concatenated(parts.map(\.1), axis: 0)
    descriptors = .concatenated(parts.map(\.2), axis: 0)
  }

  /// Draws pairs of different views of the same photograph, and some of different photographs.
  func pairs(_ count: Int, foreignShare: Double, using generator: inout SplitMix64) -> PairBatch {
    batch(
      (0..<count).map { _ in
        let isForeign = generator.chance(foreignShare)
        return isForeign ? foreignPair(using: &generator) : pair(using: &generator)
      })
  }

  private func pair(using generator: inout SplitMix64) -> (Int, Int) {
    let photograph = Int.random(in: 0..<views.count / settings.viewsPerPhotograph, using: &generator)
    let chosen = Array(0..<settings.viewsPerPhotograph).shuffled(using: &generator).prefix(2)
    let first = photograph * settings.viewsPerPhotograph
    return (first + chosen[0], first + chosen[1])
  }

  /// Draws views of two photographs, or two views of the same one where the pool holds no other.
  private func foreignPair(using generator: inout SplitMix64) -> (Int, Int) {
    let order = (0..<views.count).shuffled(using: &generator)
    guard let other = order.first(where: { isForeign((order[0], $0)) }) else { return pair(using: &generator) }
    return (order[0], other)
  }

  /// Whether two views show different photographs.
  func isForeign(_ pair: (Int, Int)) -> Bool {
    photographs[pair.0 / settings.viewsPerPhotograph] != photographs[pair.1 / settings.viewsPerPhotograph]
  }

  /// Returns a batch of pairs that are given by the views' numbers.
  func batch(_ pairs: [(Int, Int)]) -> PairBatch {
    let sides = (0..<2).map { side in side == 0 ? pairs.map(\.0) : pairs.map(\.1) }
    let indices = sides.map { TorchTensor($0.map(Int64.init), [pairs.count]).on(points.device) }
    let sets = indices.map {
      KeypointSet(
        points: points.indexSelected(0, $0), scores: scores.indexSelected(0, $0),
        descriptors: descriptors.indexSelected(0, $0).float(), size: settings.size)
    }
    let projections = (0..<2).map { from in
      pairs.indices.map { index in
        projected(sets[from].points.selected(0, index), from: sides[from][index], to: sides[1 - from][index])
      }
    }
    return PairBatch(
      sets: sets, projected: projections.map { TorchTensor.stacked($0.map(\.0)) },
      hidden: projections.map { TorchTensor.stacked($0.map(\.1)) })
  }

  /// Maps points from one view to another. In a view of another photograph a point lies far from all keypoints, and
  /// nothing hides it.
  private func projected(_ points: TorchTensor, from: Int, to: Int) -> (TorchTensor, TorchTensor) {
    guard isForeign((from, to)) else { return views[from].projected(points, to: views[to], settings.size) }
    return (points + 1e6, points.narrowed(1, 0..<1).squeezed(1).zeros())
  }
}

/// The keypoints and descriptors of one side of a batch of pairs.
struct KeypointSet {
  /// The positions in pixels `[B, N, 2]`, the scores `[B, N]`, and the descriptors `[B, N, 256]`.
  let points, scores, descriptors: TorchTensor
  let size: ImageSize

  /// The input of SuperGlue: (x, y) from the centre, divided by ``NetworkConstants/keypointScale`` of the longer side,
  /// and the score, `[B, N, 3]`.
  var encoded: TorchTensor {
    let centre = TorchTensor([Float(size.width) / 2, Float(size.height) / 2], [2]).on(points.device)
    let normalised = (points - centre) / Float(NetworkConstants.keypointScale * Double(size.longSide))
    return .concatenated([normalised, scores.unsqueezed(2)], axis: 2)
  }
}

struct PairBatch {
  let sets: [KeypointSet]
  /// The points of each side mapped to the other's image, `[B, N, 2]`.
  let projected: [TorchTensor]
  /// 1 for points of each side that something hides in the other image, `[B, N]`.
  let hidden: [TorchTensor]

  var truth: MatchingTruth {
    Torch.withoutGradients {
      MatchingTruth(
        keypoints0: sets[0].points, projected0: projected[0], keypoints1: sets[1].points, projected1: projected[1],
        hidden0: hidden[0], hidden1: hidden[1])
    }
  }
}
