import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
import SuperposeTrainingData

/// Features of many views, several of each photograph: any two of a photograph make a pair, so that a pair to learn
/// from costs a fraction of what detecting it anew would.
///
/// What it holds depends on its number and the run's seed alone, so that a run that resumes finds the same.
final class FeaturePool {
  struct Settings {
    var photographs: Int
    var viewsPerPhotograph: Int
    var keypoints: Int
    var size: ImageSize
  }

  private let settings: Settings
  /// By view: pixels of the view to pixels of its photograph.
  private let maps: [Homography]
  /// `[views, N, 2]` in pixels, `[views, N]`, and `[views, N, 256]` in 16 bits.
  /// `[2, 1, H, W]` of the first two views of each of the first photographs, where they are wanted.
  let images: [TorchTensor]
  private let points, scores, descriptors: TorchTensor

  init(
    _ settings: Settings, _ store: PhotographStore, _ model: FrozenSuperPoint, photographs: [Int],
    photometric: Photometric, seed: UInt64, stream: UInt64, keepsImages: Int = 0
  ) {
    self.settings = settings
    var generator = SplitMix64(seed: seed, stream: stream)
    Torch.seed(generator.next())
    let sampler = ViewSampler(size: settings.size)
    let renderer = ViewRenderer(store, size: settings.size)
    var maps: [Homography] = []
    var kept: [TorchTensor] = []
    var parts: [(TorchTensor, TorchTensor, TorchTensor)] = []
    for photograph in photographs {
      let views = (0..<settings.viewsPerPhotograph).map { _ in
        sampler.sample(photograph: store.size(of: photograph), using: &generator)
      }
      maps += views
      let images = Torch.withoutGradients {
        photometric.apply(to: renderer.render(views.map { (photograph, $0) }), using: &generator)
      }
      if kept.count < keepsImages { kept.append(images.narrowed(0, 0..<2)) }
      parts.append(model.features(images, keypoints: settings.keypoints))
    }
    self.maps = maps
    images = kept
    points = .concatenated(parts.map(\.0), axis: 0)
    scores = .concatenated(parts.map(\.1), axis: 0)
    descriptors = .concatenated(parts.map(\.2), axis: 0)
  }

  /// Pairs of different views of the same photograph, all of them when they are few.
  func pairs(_ count: Int, using generator: inout SplitMix64) -> PairBatch {
    let chosen = (0..<count).map { _ -> (Int, Int) in
      let photograph = Int.random(in: 0..<maps.count / settings.viewsPerPhotograph, using: &generator)
      let views = Array(0..<settings.viewsPerPhotograph).shuffled(using: &generator).prefix(2)
      return (photograph * settings.viewsPerPhotograph + views[0], photograph * settings.viewsPerPhotograph + views[1])
    }
    return batch(chosen)
  }

  /// Pairs by the views' numbers.
  func batch(_ pairs: [(Int, Int)]) -> PairBatch {
    let sides = (0..<2).map { side in side == 0 ? pairs.map(\.0) : pairs.map(\.1) }
    let indices = sides.map { TorchTensor($0.map(Int64.init), [pairs.count]).on(points.device) }
    func matrices(_ from: Int) -> TorchTensor {
      let values = pairs.indices.flatMap { index -> [Float] in
        let across = (maps[sides[1 - from][index]].inverse ?? .identity) * maps[sides[from][index]]
        return across.normalized.coefficients.map(Float.init)
      }
      return TorchTensor(values, [pairs.count, 3, 3]).on(points.device)
    }
    let sets = indices.map {
      KeypointSet(
        points: points.indexSelected(0, $0), scores: scores.indexSelected(0, $0),
        descriptors: descriptors.indexSelected(0, $0).float(), size: settings.size)
    }
    return PairBatch(
      sets: sets, projected: (0..<2).map { sets[$0].points.mapped(by: matrices($0)) })
  }
}

/// Keypoints and descriptors of one side of a batch of pairs.
struct KeypointSet {
  /// `[B, N, 2]` in pixels, `[B, N]`, `[B, N, 256]`.
  let points, scores, descriptors: TorchTensor
  let size: ImageSize

  /// What SuperGlue reads: (x, y) from the centre over 0.7 of the longer side, and the score, `[B, N, 3]`.
  var encoded: TorchTensor {
    let centre = TorchTensor([Float(size.width) / 2, Float(size.height) / 2], [2]).on(points.device)
    let normalised = (points - centre) / (0.7 * Float(size.longSide))
    return .concatenated([normalised, scores.unsqueezed(2)], axis: 2)
  }
}

struct PairBatch {
  let sets: [KeypointSet]
  /// Each side's points mapped to the other's image, `[B, N, 2]`.
  let projected: [TorchTensor]

  var truth: MatchingTruth {
    Torch.withoutGradients {
      MatchingTruth(
        keypoints0: sets[0].points, projected0: projected[0], keypoints1: sets[1].points, projected1: projected[1])
    }
  }
}
