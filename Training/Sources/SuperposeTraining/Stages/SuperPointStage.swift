import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
import SuperposeTrainingData

/// Trains detector and descriptors together, on pairs of views of labelled photographs (DeTone et al. 2018, section
/// 3.4, with another loss for the descriptors).
final class SuperPointStage: TrainingStage {
  static let name = "superpoint"

  let state: TrainingState
  let model: SuperPointModel
  private let settings: TrainingSettings
  private let folder: StageFolder
  let store: PhotographStore
  private let labels: KeypointLabels
  private let renderer: ViewRenderer
  private let sampler: ViewSampler
  private let photometric = Photometric()
  private let options: ViewOptions

  /// The weight of the descriptors' loss relative to the detector's.
  private static let descriptorWeight: Float = 0.3
  /// The temperature that gives the scores with which SuperGlue starts, see ``SuperGlueNetwork/startState()``.
  private static let temperature = 1 / NetworkConstants.startScale
  /// The number of points of a pair at which descriptors are compared.
  private static let pointCount = 256

  init(
    _ settings: TrainingSettings, _ folder: StageFolder, _ store: PhotographStore, _ labels: KeypointLabels,
    size: ImageSize, start: [String: Tensor], saved: SavedState?, options: ViewOptions = ViewOptions()
  ) {
    self.settings = settings
    self.folder = folder
    self.store = store
    self.labels = labels
    renderer = ViewRenderer(store, size: size)
    self.options = options
    sampler = options.sampler(size: size)
    model = SuperPointModel(
      values: saved?.parameters ?? start, on: settings.device, isMixedPrecision: settings.isMixedPrecision,
      isTraining: true)
    state = TrainingState(parameters: model.parameters, saved: saved, averageDecay: settings.averageDecay)
  }

  func backward(step: Int) -> [(key: String, value: Float)] {
    var generator = SplitMix64(seed: settings.seed, stream: UInt64(step) + 1)
    let pairs = (0..<settings.batch).map { _ in
      let photograph = store.pick(using: &generator)
      return ViewPair(photograph, of: store.size(of: photograph), sampler, using: &generator)
    }
    let images = render(pairs, looks: options.looks(step: step), using: &generator)
    let (logits, descriptors) = model.heads(images)
    let detector = detectorLoss(logits: logits, targets(pairs))
    let descriptor = descriptorLoss(pairs, descriptors, using: &generator)
    var loss = detector + descriptor * Self.descriptorWeight
    var reward: RepeatabilityLoss?
    if options.rewardWeight > 0 {
      let rewarded = RepeatabilityLoss(logits: logits, across: across(pairs))
      loss = loss + rewarded.value * options.rewardWeight
      reward = rewarded
    }
    loss.backward()
    return [("loss", loss.value), ("detector", detector.value), ("descriptor", descriptor.value)]
      + (reward.map { [("reward", $0.value.value), ("repeated", $0.repeated)] } ?? [])
  }

  /// Returns the homographies from each view to the other of its pair, first views first, `[2 B, 3, 3]`.
  private func across(_ pairs: [ViewPair]) -> TorchTensor {
    let values = (0..<2).flatMap { view in pairs.flatMap { $0.across(view).coefficients.map(Float.init) } }
    return TorchTensor(values, [2 * pairs.count, 3, 3]).on(settings.device)
  }

  /// Renders the first views, then the second ones, `[2 B, 1, H, W]`.
  private func render(_ pairs: [ViewPair], looks: Looks, using generator: inout SplitMix64) -> TorchTensor {
    Torch.withoutGradients {
      let views = (0..<2).flatMap { view in pairs.map { ($0.photograph, $0.maps[view]) } }
      return photometric.apply(to: renderer.render(views, looks: looks, using: &generator), using: &generator)
    }
  }

  private func targets(_ pairs: [ViewPair]) -> DetectorTargets {
    let views = (0..<2).flatMap { view in pairs.map { (pair: $0, view: view) } }
    return DetectorTargets(
      points: views.map { labelled($0.pair, $0.view) },
      known: views.map { view in
        let (size, map) = (store.size(of: view.pair.photograph), view.pair.maps[view.view])
        return { size.contains(map($0)) }
      }, size: renderer.size, on: settings.device)
  }

  private func labelled(_ pair: ViewPair, _ view: Int) -> [Point] {
    labels.points[pair.photograph].map { pair.inverses[view]($0) }.filter { renderer.size.contains($0) }
  }

  private func descriptorLoss(_ pairs: [ViewPair], _ map: TorchTensor, using generator: inout SplitMix64)
    -> TorchTensor
  {
    var (first, second, weights): ([Float], [Float], [Float]) = ([], [], [])
    for pair in pairs {
      for point in points(pair, using: &generator) {
        first += [Float(point.0.x), Float(point.0.y)]
        second += [Float(point.1.x), Float(point.1.y)]
        weights.append(point.2)
      }
    }
    let shape = [pairs.count, Self.pointCount, 2]
    let (a, b) = (TorchTensor(first, shape).on(settings.device), TorchTensor(second, shape).on(settings.device))
    // Points closer than a cell in either view can hardly be told apart, and need not be.
    let isNear = squaredDistances(a, a).less(64).float() + squaredDistances(b, b).less(64).float()
    let itself = TorchTensor.identity(Self.pointCount, on: settings.device)
    let excluded = (isNear * (itself * -1 + 1)).greater(0)
    return SuperposeTraining.descriptorLoss(
      sampleDescriptors(map.narrowed(0, 0..<pairs.count), at: a),
      sampleDescriptors(map.narrowed(0, pairs.count..<2 * pairs.count), at: b), excluded: excluded,
      weights: TorchTensor(weights, [pairs.count, Self.pointCount]).on(settings.device),
      temperature: Self.temperature)
  }

  /// Returns points of the first view with their counterparts and a weight of 1. Where a pair shares too little, the
  /// rest has weight 0. Half of the points are labelled keypoints where there are enough, because that is where
  /// descriptors will be used.
  private func points(_ pair: ViewPair, using generator: inout SplitMix64) -> [(Point, Point, Float)] {
    let (size, photograph, across) = (renderer.size, store.size(of: pair.photograph), pair.across(0))
    func counterpart(_ p: Point) -> Point? {
      let q = across(p)
      return size.contains(q) && photograph.contains(pair.maps[0](p)) ? q : nil
    }
    let keypoints = labelled(pair, 0).shuffled(using: &generator).compactMap { p in
      counterpart(p).map { (p, $0, Float(1)) }
    }
    var result = Array(keypoints.prefix(Self.pointCount * 3 / 4))
    for _ in 0..<4 * Self.pointCount where result.count < Self.pointCount {
      let p = Point(
        x: generator.uniform(0.0...Double(size.width - 1)), y: generator.uniform(0.0...Double(size.height - 1)))
      if let q = counterpart(p) { result.append((p, q, 1)) }
    }
    let filler = (Point(x: 0, y: 0), Point(x: 0, y: 0), Float(0))
    return result + [(Point, Point, Float)](repeating: filler, count: Self.pointCount - result.count)
  }

  func writeWeights() throws {
    try folder.writeWeights(model.published(), ["network": "SuperPoint"], to: "superpoint.safetensors")
  }
}
