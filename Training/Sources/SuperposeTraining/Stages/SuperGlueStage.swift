public import Foundation
import SuperposeCheckpoints
public import SuperposeGeometry
import SuperposeNetworks
import SuperposeOptimiser
import SuperposeTorch
import SuperposeTrainingData

/// Trains SuperGlue on the features of a frozen SuperPoint (Sarlin et al. 2020, section 3.4 and the appendix on
/// homographies).
final class SuperGlueStage: TrainingStage {
  static let name = "superglue"

  let state: TrainingState
  private let settings: TrainingSettings
  private let folder: StageFolder
  private let store: PhotographStore
  private let superPoint: FrozenSuperPoint
  private let options: SuperGlueOptions
  private let backend: TorchBackend
  /// The network that is imitated, and its score of "no match".
  private let teacher: (backend: TorchBackend, dustbin: TorchTensor)?
  private var pool: (number: Int, features: FeaturePool)?
  private lazy var validation = validationPool()

  init(
    _ settings: TrainingSettings, _ folder: StageFolder, _ store: PhotographStore, _ superPoint: [String: Tensor],
    _ options: SuperGlueOptions, start: [String: Tensor]?, teacher: [String: Tensor]? = nil,
    saved: SavedState?
  ) {
    self.settings = settings
    self.folder = folder
    self.store = store
    self.options = options
    self.superPoint = FrozenSuperPoint(
      superPoint, on: settings.device, isMixedPrecision: settings.isMixedPrecision, subpixel: options.subpixel)
    let values = saved?.parameters ?? start ?? Self.initialValues(seed: settings.seed)
    let parameters = NetworkParameters(SuperGlueNetwork.parameters(in: values), values: values, on: settings.device)
    backend = TorchBackend(parameters, isTraining: true)
    self.teacher = teacher.map {
      let parameters = NetworkParameters(SuperGlueNetwork.parameters(in: $0), values: $0, on: settings.device)
      return (TorchBackend(parameters, isTraining: false), parameters[SuperGlueNetwork.dustbin.name])
    }
    state = TrainingState(
      parameters: parameters, rates: Self.rates(parameters.shapes, options), saved: saved,
      averageDecay: settings.averageDecay)
  }

  /// Returns the start state, with random layers wherever a later one is zero: they change nothing at first and can
  /// learn.
  static func initialValues(seed: UInt64) -> [String: Tensor] {
    var generator = SplitMix64(seed: seed)
    var values = SuperGlueNetwork.startState()
    for parameter in SuperGlueNetwork.parameters where isRandom(parameter) {
      let bound = (1 / Double(parameter.shape[1])).squareRoot()
      values[parameter.name] = Tensor(
        shape: parameter.shape,
        values: (0..<parameter.shape.reduce(1, *)).map { _ in Float(generator.uniform(-bound...bound)) })
    }
    return values
  }

  /// Returns factors on the step size.
  private static func rates(_ shapes: [ParameterShape], _ options: SuperGlueOptions) -> [String: Float] {
    // The dustbin is one number that all keypoints share: at the step of the others it would take days to find its
    // place.
    var rates = [SuperGlueNetwork.dustbin.name: Float(30)]
    for parameter in shapes where isLastOfMessage(parameter.name) {
      rates[parameter.name] = options.lastLayerRate
    }
    return rates
  }

  /// Whether a layer's output is added to the descriptors directly.
  private static func isLastOfMessage(_ name: String) -> Bool {
    name.contains(".mlp.3.") || name.hasPrefix("kenc.encoder.12.")
  }

  private static func isRandom(_ parameter: ParameterShape) -> Bool {
    guard parameter.shape.count == 3 else { return false }
    return parameter.name != "final_proj.weight" && !isLastOfMessage(parameter.name)
  }

  func backward(step: Int) -> [(key: String, value: Float)] {
    var generator = SplitMix64(seed: settings.seed, stream: UInt64(step) + 1)
    let batch = features(step).pairs(settings.batch, foreignShare: options.foreignShare, using: &generator)
    let truth = batch.truth
    let assignment = assignment(batch)
    let loss = MatchingLoss(assignment: assignment, truth)
    let imitation = imitation(assignment, batch)
    let total = imitation.map { loss.total + $0 * options.imitationWeight } ?? loss.total
    total.backward()
    var score = MatchingScore()
    score.add(assignment: assignment, truth)
    return [
      ("loss", total.value), ("positive", loss.positive.value), ("negative", loss.negative.value),
      ("precision", score.precision), ("recall", score.recall), ("dustbin", dustbin.value),
    ] + (imitation.map { [("imitation", $0.value)] } ?? [])
  }

  /// Returns how far the assignment is from the teacher's; nil where there is none.
  private func imitation(_ assignment: TorchTensor, _ batch: PairBatch) -> TorchTensor? {
    teacher.map { teacher in
      let taught = Torch.withoutGradients { self.assignment(batch, on: teacher.backend, teacher.dustbin) }
      return DistillationLoss.assignment(assignment, taught)
    }
  }

  private var dustbin: TorchTensor { state.parameters[SuperGlueNetwork.dustbin.name] }

  private func assignment(_ batch: PairBatch) -> TorchTensor { assignment(batch, on: backend, dustbin) }

  /// Returns the logarithm of the assignment, `[B, N + 1, M + 1]`.
  private func assignment(_ batch: PairBatch, on backend: TorchBackend, _ dustbin: TorchTensor) -> TorchTensor {
    let scores = Torch.autocast(settings.isMixedPrecision, on: settings.device) {
      SuperGlueNetwork.scores(
        keypoints0: batch.sets[0].encoded, descriptors0: batch.sets[0].descriptors,
        keypoints1: batch.sets[1].encoded, descriptors1: batch.sets[1].descriptors, on: backend)
    }
    return optimalTransport(scores.float(), dustbin: dustbin, iterations: options.transportIterations)
  }

  /// Returns the pool of a step, which is made when its first step comes.
  private func features(_ step: Int) -> FeaturePool {
    let number = step / options.stepsPerPool
    if let pool, pool.number == number { return pool.features }
    pool = nil
    var generator = SplitMix64(seed: settings.seed, stream: UInt64(number) &+ 1 << 40)
    let photographs = (0..<options.pool.photographs).map { _ in store.pick(using: &generator) }
    let features = FeaturePool(
      options.pool, store, superPoint, photographs: photographs, sampler: options.views.sampler(size: options.size),
      looks: options.views.looks(step: step), sceneShare: options.sceneShare, seed: settings.seed,
      stream: UInt64(number) &+ 1 << 41)
    pool = (number, features)
    Torch.seed(settings.seed &+ UInt64(step))
    return features
  }

  private func validationPool() -> FeaturePool {
    var settings = options.pool
    settings.viewsPerPhotograph = 2
    let photographs = (0..<48).map { store.validation[$0 % store.validation.count] }
    return FeaturePool(
      settings, store, superPoint, photographs: photographs, sampler: ViewSampler(size: options.size),
      looks: .none, seed: 99, stream: 0, keepsImages: 6)
  }

  func evaluate() throws -> [(key: String, value: Float)] {
    backend.isTraining = false
    defer { backend.isTraining = true }
    var score = MatchingScore()
    var (loss, distance): (Float, Float) = (0, 0)
    let batches = stride(from: 0, to: 96, by: 16).map { first in
      validation.batch(stride(from: first, to: first + 16, by: 2).map { ($0, $0 + 1) })
    }
    for (index, batch) in batches.enumerated() {
      let (assignment, truth) = (assignment(batch), batch.truth)
      if index == 0 {
        try SampleMatches(validation.images, batch, assignment, truth).write(to: folder.file("matches.json"))
      }
      score.add(assignment: assignment, truth)
      loss += MatchingLoss(assignment: assignment, truth).total.value / Float(batches.count)
      distance += (imitation(assignment, batch)?.value ?? 0) / Float(batches.count)
    }
    return [
      ("loss", loss), ("precision", score.precision), ("recall", score.recall), ("foreign_matches", foreignMatches()),
    ] + (teacher == nil ? [] : [("imitation", distance)])
  }

  /// Returns the share of matches between different photographs, where there should be none.
  private func foreignMatches() -> Float {
    var score = MatchingScore()
    let pairs = (0..<24).map { ($0 * 2, ($0 * 2 + 24) % 96) }.filter { validation.isForeign($0) }
    guard !pairs.isEmpty else { return 0 }
    let batch = validation.batch(pairs)
    score.add(assignment: assignment(batch), batch.truth)
    return score.predicted / Float(pairs.count)
  }

  func writeWeights() throws {
    try folder.writeWeights(state.parameters.checkpoint(), ["network": "SuperGlue"], to: "superglue.safetensors")
  }
}

/// A student of SuperGlue.
public struct SuperGlueStudent: Sendable {
  /// The weights of the trained network that it imitates.
  public var teacher: URL
  /// Which of the teacher's layers it begins with; nil for all.
  public var layers: LayerChoice?

  public init(teacher: URL, layers: LayerChoice?) {
    self.teacher = teacher
    self.layers = layers
  }
}

public struct SuperGlueOptions: Sendable {
  /// The number of keypoints in a view.
  public var keypoints = 256
  public var size = ImageSize(width: 320, height: 240)
  public var views = ViewOptions()
  /// Whether keypoints lie between pixels, as those of the program do.
  public var subpixel = true
  /// The share of pairs of a batch that show two different photographs, whose keypoints all belong to the dustbin.
  public var foreignShare = 0.1
  /// The share of a pool's photographs that become scenes with depth.
  public var sceneShare = 0.2
  public var transportIterations = 50
  /// The step of the layers whose output is added to the descriptors, as a fraction of the step of the others. The
  /// numbers in descriptors are near a sixteenth, and the projection multiplies every change by eighteen: a step that
  /// is right for the layers inside would ruin these.
  public var lastLayerRate: Float = 0.2
  /// The number of photographs whose views are held at a time.
  public var poolPhotographs = 96
  /// The number of views of each of these photographs.
  public var poolViews = 8
  /// The number of steps that a pool serves.
  public var stepsPerPool = 300

  /// The trained network that is imitated; nil where there is none.
  public var student: SuperGlueStudent?
  /// The weight of the distance from the teacher's assignment, relative to that from the truth.
  public var imitationWeight: Float = 1

  public init() {}

  var pool: FeaturePool.Settings {
    FeaturePool.Settings(
      photographs: poolPhotographs, viewsPerPhotograph: poolViews, keypoints: keypoints, size: size)
  }
}
