import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
import SuperposeTrainingData

extension SuperPointStage {
  /// Evaluates on views of photographs that are kept back: the share of keypoints that are found again within 3 pixels,
  /// and the share of mutual nearest neighbours among the descriptors that are right.
  func evaluate() -> [(key: String, value: Float)] {
    model.backend.isTraining = false
    defer { model.backend.isTraining = true }
    let same = ProbeScore(of: model, on: store, looks: .none)
    let other = ProbeScore(of: model, on: store, looks: Looks(share: 1))
    return [
      ("repeatability", same.repeatability), ("matching_precision", same.precision),
      ("matching_recall", same.recall), ("looks_repeatability", other.repeatability),
      ("looks_matching_precision", other.precision), ("looks_matching_recall", other.recall),
    ]
  }
}

struct ProbeScore {
  var repeated: Float = 0
  var visible: Float = 0
  var matched = MatchingScore()
  var repeatability: Float { repeated / max(1, visible) }
  var precision: Float { matched.precision }
  var recall: Float { matched.recall }

  /// Measures a model on pairs of views of photographs that are kept back, the same ones each time.
  init(of model: SuperPointModel, on store: PhotographStore, looks: Looks) {
    let size = ImageSize(width: 320, height: 240)
    let probe = FeatureProbe(store, model, size: size, keypoints: 300, looks: looks)
    var generator = SplitMix64(seed: 77)
    Torch.seed(77)
    for index in 0..<24 {
      let photograph = store.validation[index % store.validation.count]
      let pair = ViewPair(photograph, of: store.size(of: photograph), ViewSampler(size: size), using: &generator)
      probe.compare(pair, &self, using: &generator)
    }
  }
}

/// The features of views as SuperGlue and the evaluation take them.
struct FeatureProbe {
  private let model: SuperPointModel
  private let renderer: ViewRenderer
  private let keypoints: Int
  private let photometric = Photometric(strength: 0.7)
  private let looks: Looks

  init(_ store: PhotographStore, _ model: SuperPointModel, size: ImageSize, keypoints: Int, looks: Looks) {
    self.looks = looks
    self.model = model
    renderer = ViewRenderer(store, size: size)
    self.keypoints = keypoints
  }

  func compare(_ pair: ViewPair, _ score: inout ProbeScore, using generator: inout SplitMix64) {
    let views = renderer.render(pair.maps.map { (pair.photograph, $0) }, looks: looks, using: &generator)
    let images = photometric.apply(to: views, using: &generator)
    let (logits, map) = model.heads(images)
    let found = selectKeypoints(SuperPointNetwork.scores(logits.float(), on: model.backend), count: keypoints)
    let descriptors = sampleDescriptors(map, at: found.points)
    let points = (0..<2).map { found.points.narrowed(0, $0..<$0 + 1) }
    let projected = (0..<2).map { points[$0].mapped(by: tensor(pair.across($0))) }
    let truth = MatchingTruth(
      keypoints0: points[0], projected0: projected[0], keypoints1: points[1], projected1: projected[1])
    for view in 0..<2 {
      let isVisible = inside(projected[view])
      let nearest = squaredDistances(projected[view], points[1 - view]).minimum([2])
      score.repeated += (nearest.less(9).float() * isVisible).sum().value
      score.visible += isVisible.sum().value
    }
    let products = descriptors.narrowed(0, 0..<1).matmul(descriptors.narrowed(0, 1..<2).transposed(1, 2))
    // The products are treated as an assignment with a dustbin that nobody takes.
    let padded = products.padded()
    score.matched.add(assignment: padded, truth, threshold: 0)
  }

  private func tensor(_ map: Homography) -> TorchTensor {
    TorchTensor(map.coefficients.map(Float.init), [1, 3, 3]).on(model.parameters.device)
  }

  private func inside(_ points: TorchTensor) -> TorchTensor {
    let size = TorchTensor([Float(renderer.size.width - 1), Float(renderer.size.height - 1)], [2]).on(points.device)
    let low = points.minimum([2]).greater(0).float()
    return low * (size - points).minimum([2]).greater(0).float()
  }
}
