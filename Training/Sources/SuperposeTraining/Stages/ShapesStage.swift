import SuperposeGeometry
import SuperposeTorch
import SuperposeTrainingData

/// Trains MagicPoint: the detector alone, on drawn shapes whose corners are known (DeTone et al. 2018, section 4).
final class ShapesStage: TrainingStage {
  static let name = "shapes"

  let state: TrainingState
  private let model: SuperPointModel
  private let settings: TrainingSettings
  private let folder: StageFolder
  private let size: ImageSize

  init(_ settings: TrainingSettings, _ folder: StageFolder, size: ImageSize, saved: SavedState?) {
    self.settings = settings
    self.folder = folder
    self.size = size
    model = SuperPointModel(
      values: saved?.parameters ?? SuperPointModel.initialValues(seed: settings.seed), on: settings.device,
      isMixedPrecision: settings.isMixedPrecision, isTraining: true)
    state = TrainingState(parameters: model.parameters, saved: saved, averageDecay: settings.averageDecay)
  }

  func backward(step: Int) -> [(key: String, value: Float)] {
    let (images, targets) = batch(settings.batch, seed: settings.seed, stream: UInt64(step) + 1)
    let loss = detectorLoss(logits: model.heads(images).logits, targets)
    loss.backward()
    return [("loss", loss.value)]
  }

  private func batch(_ count: Int, seed: UInt64, stream: UInt64) -> (TorchTensor, DetectorTargets) {
    var generator = SplitMix64(seed: seed, stream: stream)
    let samples = (0..<count).map { _ in SyntheticShapes.draw(size: size, using: &generator) }
    let bytes = samples.flatMap(\.pixels)
    let images = bytes.withUnsafeBytes { TorchTensor(bytes: $0, [count, 1, size.height, size.width]) }
    let points = samples.map { $0.points.map { Point(x: Double($0.x), y: Double($0.y)) } }
    return (
      images.on(settings.device).float() * (1 / 255),
      DetectorTargets(points: points, known: nil, size: size, on: settings.device)
    )
  }

  /// Returns the share of the cells with a corner that are found, and the share of those found that have one, at a
  /// probability of a tenth.
  func evaluate() -> [(key: String, value: Float)] {
    model.backend.isTraining = false
    defer { model.backend.isTraining = true }
    let (images, targets) = batch(64, seed: .max - settings.seed, stream: 0)
    let logits = model.heads(images).logits.float()
    let probability = logits.softmax(1).narrowed(1, 0..<64)
    let isFound = probability.maximum([1]).greater(0.1).float()
    let isCorner = targets.classes.float().less(64).float()
    let isRight = probability.argmax(1).float().equal(targets.classes.float()).float() * isFound * isCorner
    return [
      ("loss", detectorLoss(logits: logits, targets).value),
      ("precision", (isFound * isCorner).sum().value / max(1, isFound.sum().value)),
      ("recall", (isFound * isCorner).sum().value / max(1, isCorner.sum().value)),
      ("exact", isRight.sum().value / max(1, (isFound * isCorner).sum().value)),
    ]
  }

  func writeWeights() throws {
    try folder.writeWeights(model.published(), ["network": "MagicPoint"], to: "magicpoint.safetensors")
  }
}
