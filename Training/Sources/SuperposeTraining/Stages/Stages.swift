public import Foundation
import SuperposeCheckpoints
public import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
public import SuperposeTrainingData

/// The stages of a run. Each has a folder of its own, and starts from what the one before it left there.
public enum Stages {
  public static func shapes(_ settings: TrainingSettings, run: URL, size: ImageSize?) throws {
    let (folder, saved) = try open(ShapesStage.name, run, settings)
    guard !isDone(saved, settings) else { return }
    let stage = ShapesStage(settings, folder, size: size ?? ImageSize(width: 160, height: 120), saved: saved)
    try TrainingLoop(settings: settings, folder: folder, progress: ProgressLine()).run(stage)
  }

  public static func labels(
    _ settings: TrainingSettings, run: URL, pack: PhotographPack, views: Int, source: LabelSource,
    weights: URL? = nil, lookShare: Double = 0
  ) throws {
    let folder = try StageFolder(run, stage: LabelsStage.name)
    let detector = try detector(source, settings, run, weights, looks: lookShare)
    let stage = LabelsStage(views: views, seed: settings.seed, looks: Looks(share: lookShare))
    let store = PhotographStore(pack, on: settings.device)
    try stage.run(store, detector, file: folder.file("labels.jsonl"), progress: ProgressLine())
  }

  /// - Parameter start: Weights to continue from, instead of the detector of shapes.
  public static func superPoint(
    _ settings: TrainingSettings, run: URL, pack: PhotographPack, size: ImageSize?, start: URL? = nil,
    views: ViewOptions = ViewOptions()
  ) throws {
    let start =
      try start.map { try weights($0, SuperPointNetwork.parameters(in:)) } ?? finished(ShapesStage.name, run).parameters
    let labels = try KeypointLabels(
      contentsOf: try StageFolder(run, stage: LabelsStage.name).file("labels.jsonl"),
      expecting: (0..<pack.count).map { pack[$0].name })
    guard labels.points.count == pack.count else {
      throw TrainingError(
        .input, "labels for \(labels.points.count) of \(pack.count) photographs: run `superpose-train labels` first")
    }
    let (folder, saved) = try open(SuperPointStage.name, run, settings)
    guard !isDone(saved, settings) else { return }
    let store = PhotographStore(pack, on: settings.device)
    let stage = SuperPointStage(
      settings, folder, store, labels, size: size ?? ImageSize(width: 240, height: 176), start: start, saved: saved,
      options: views)
    try TrainingLoop(settings: settings, folder: folder, progress: ProgressLine()).run(stage)
  }

  /// Trains a narrower SuperPoint to answer as a trained one.
  ///
  /// - Parameter start: Weights of a student to continue from, instead of those that ``SuperPointStudent`` begins with.
  public static func superPoint(
    _ student: SuperPointStudent, _ settings: TrainingSettings, run: URL, pack: PhotographPack, size: ImageSize?,
    start: URL? = nil, views: ViewOptions = ViewOptions()
  ) throws {
    let teacher = try weights(student.teacher, SuperPointNetwork.parameters(in:))
    let start =
      try start.map { try weights($0, SuperPointNetwork.parameters(in:)) }
      ?? student.start(teacher, seed: settings.seed)
    let (folder, saved) = try open(SuperPointDistillation.name, run, settings)
    guard !isDone(saved, settings) else { return }
    let stage = SuperPointDistillation(
      settings, folder, PhotographStore(pack, on: settings.device), teacher: teacher,
      size: size ?? ImageSize(width: 240, height: 176), start: start, saved: saved, options: views)
    try TrainingLoop(settings: settings, folder: folder, progress: ProgressLine()).run(stage)
  }

  private static func detector(
    _ source: LabelSource, _ settings: TrainingSettings, _ run: URL, _ file: URL?, looks: Double
  ) throws -> LabelsStage.Detector {
    guard source != .corners else { return looks > 0 ? { CornerScores().relative($0) } : { CornerScores()($0) } }
    let values =
      try file.map { try weights($0, SuperPointNetwork.parameters(in:)) }
      ?? finished(source == .shapes ? ShapesStage.name : SuperPointStage.name, run).parameters
    let model = SuperPointModel(
      values: values, on: settings.device, isMixedPrecision: settings.isMixedPrecision, isTraining: false)
    guard source == .both else { return { model.scores($0) } }
    return { images in CornerScores().relative(images) + model.scores(images) }
  }

  /// Whether a stage has trained as long as it should. With a longer budget it continues.
  private static func isDone(_ saved: SavedState?, _ settings: TrainingSettings) -> Bool {
    guard let saved, saved.isFinished else { return false }
    return settings.progress(steps: saved.step, seconds: saved.seconds) >= 1
  }

  /// Reads the weights of a network that may be narrower or shallower than the published one.
  private static func weights(
    _ file: URL, _ shapes: ([String: Tensor]) -> [ParameterShape]
  ) throws(TrainingError) -> [String: Tensor] {
    do {
      let checkpoint = try Checkpoint(contentsOf: file)
      return try checkpoint.parameters(matching: shapes(checkpoint.tensors))
    } catch { throw TrainingError(.input, "\(error)") }
  }

  static func open(_ name: String, _ run: URL, _ settings: TrainingSettings) throws(TrainingError) -> (
    StageFolder, SavedState?
  ) {
    let folder = try StageFolder(run, stage: name)
    guard folder.hasCheckpoint else { return (folder, nil) }
    guard settings.resumes else {
      throw TrainingError(
        .output, "\(folder.checkpoint.path) is there already: add --resume to go on from it, or give another --output")
    }
    return (folder, try SavedState(folder))
  }

  static func finished(_ name: String, _ run: URL) throws(TrainingError) -> SavedState {
    let folder = try StageFolder(run, stage: name)
    guard folder.hasCheckpoint else {
      throw TrainingError(.input, "\(run.path) has no stage '\(name)' yet: run `superpose-train \(name)` first")
    }
    return try SavedState(folder)
  }
}

extension Stages {
  public static func superGlue(
    _ settings: TrainingSettings, run: URL, pack: PhotographPack, options: SuperGlueOptions, superPoint: URL?,
    start: URL? = nil
  ) throws {
    let file = try superPoint ?? StageFolder(run, stage: SuperPointStage.name).file("superpoint.safetensors")
    let values = try weights(file, SuperPointNetwork.parameters(in:))
    let teacher = try options.student.map { try weights($0.teacher, SuperGlueNetwork.parameters(in:)) }
    let start =
      try start.map { try weights($0, SuperGlueNetwork.parameters(in:)) }
      ?? teacher.map { try options.student?.layers?.chosen(from: $0) ?? $0 }
    let (folder, saved) = try open(SuperGlueStage.name, run, settings)
    guard !isDone(saved, settings) else { return }
    let store = PhotographStore(pack, on: settings.device)
    let stage = SuperGlueStage(
      settings, folder, store, values, options, start: start, teacher: teacher, saved: saved)
    try TrainingLoop(settings: settings, folder: folder, progress: ProgressLine()).run(stage)
  }
}

/// The detector whose keypoints homographic adaptation turns into labels.
public enum LabelSource: String, Sendable, CaseIterable {
  /// The detector of the stage `shapes`.
  case shapes
  /// Corners of the structure tensor, which need no training.
  case corners
  /// A trained SuperPoint, for another round.
  case superpoint
  /// Both corners and a trained SuperPoint, whose scores are added.
  case both
}
