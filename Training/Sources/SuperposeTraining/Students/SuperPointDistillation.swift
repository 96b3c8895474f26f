public import Foundation
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
import SuperposeTrainingData

/// Trains a narrower SuperPoint to answer as a trained one does, on views of photographs without labels. Its
/// descriptors lie where the teacher's do, so that the same SuperGlue matches them.
final class SuperPointDistillation: TrainingStage {
  static let name = SuperPointStage.name

  let state: TrainingState
  let model: SuperPointModel
  private let settings: TrainingSettings
  private let folder: StageFolder
  private let store: PhotographStore
  private let teacher: SuperPointModel
  private let renderer: ViewRenderer
  private let photometric = Photometric()
  private let options: ViewOptions
  private let sampler: ViewSampler

  /// The weight of the descriptors' loss relative to the detector's.
  private static let descriptorWeight: Float = 2

  init(
    _ settings: TrainingSettings, _ folder: StageFolder, _ store: PhotographStore, teacher: [String: Tensor],
    size: ImageSize, start: [String: Tensor], saved: SavedState?, options: ViewOptions = ViewOptions()
  ) {
    self.settings = settings
    self.folder = folder
    self.store = store
    self.options = options
    renderer = ViewRenderer(store, size: size)
    sampler = options.sampler(size: size)
    self.teacher = SuperPointModel(
      values: teacher, on: settings.device, isMixedPrecision: settings.isMixedPrecision, isTraining: false)
    model = SuperPointModel(
      values: saved?.parameters ?? start, on: settings.device, isMixedPrecision: settings.isMixedPrecision,
      isTraining: true)
    state = TrainingState(parameters: model.parameters, saved: saved, averageDecay: settings.averageDecay)
  }

  func backward(step: Int) -> [(key: String, value: Float)] {
    var generator = SplitMix64(seed: settings.seed, stream: UInt64(step) + 1)
    let photographs = (0..<settings.batch).map { _ in store.pick(using: &generator) }
    let (detector, descriptor) = losses(photographs, looks: options.looks(step: step), using: &generator)
    let loss = detector + descriptor * Self.descriptorWeight
    loss.backward()
    return [("loss", loss.value), ("detector", detector.value), ("descriptor", descriptor.value)]
  }

  /// Returns how far both heads are from the teacher's, on one view of each photograph.
  private func losses(
    _ photographs: [Int], looks: Looks, using generator: inout SplitMix64
  ) -> (detector: TorchTensor, descriptor: TorchTensor) {
    let images = Torch.withoutGradients {
      let views = photographs.map { ($0, sampler.sample(photograph: store.size(of: $0), using: &generator)) }
      return photometric.apply(to: renderer.render(views, looks: looks, using: &generator), using: &generator)
    }
    let taught = Torch.withoutGradients { teacher.heads(images) }
    let (logits, descriptors) = model.heads(images)
    return (
      DistillationLoss.detector(logits, taught.logits), DistillationLoss.descriptor(descriptors, taught.descriptors)
    )
  }

  /// Evaluates on photographs that are kept back: how far the student is from the teacher, and what its keypoints are
  /// worth by themselves.
  func evaluate() -> [(key: String, value: Float)] {
    model.backend.isTraining = false
    defer { model.backend.isTraining = true }
    let (detector, descriptor) = distances()
    let score = ProbeScore(of: model, on: store, looks: .none)
    return [
      ("detector", detector), ("descriptor", descriptor), ("repeatability", score.repeatability),
      ("matching_precision", score.precision), ("matching_recall", score.recall),
    ]
  }

  /// Returns how far both heads are from the teacher's on photographs that are kept back, on the same views each time.
  func distances() -> (detector: Float, descriptor: Float) {
    var generator = SplitMix64(seed: 78)
    Torch.seed(78)
    let count = 8
    return (0..<count).reduce(into: (detector: 0, descriptor: 0)) { sum, batch in
      let photographs = (0..<4).map { store.validation[(4 * batch + $0) % store.validation.count] }
      let (detector, descriptor) = losses(photographs, looks: .none, using: &generator)
      sum.detector += detector.value / Float(count)
      sum.descriptor += descriptor.value / Float(count)
    }
  }

  func writeWeights() throws {
    try folder.writeWeights(model.published(), ["network": "SuperPoint"], to: "superpoint.safetensors")
  }
}

/// A student of SuperPoint.
public struct SuperPointStudent: Sendable {
  /// The weights of the trained network that it imitates.
  public var teacher: URL
  /// Its number of channels, as a part of the teacher's.
  public var width = 0.5
  /// Whether it begins with random weights instead of the teacher's strongest channels.
  public var isFresh = false

  public init(teacher: URL) { self.teacher = teacher }

  /// Returns the weights with which it begins.
  func start(_ teacher: [String: Tensor], seed: UInt64) -> [String: Tensor] {
    let pruning = ChannelPruning(teacher, factor: width)
    return isFresh ? SuperPointModel.initialValues(pruning.parameters, seed: seed) : pruning.narrowed()
  }
}
