import Foundation
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
import SuperposeOptimiser
import SuperposeTorch
import SuperposeTrainingData
import Testing
import TrainingTestSupport

@testable import SuperposeTraining

struct Killed: Error {}

/// A stage that is killed before its step number `end`, just after a checkpoint was written.
final class Killable<Base: TrainingStage>: TrainingStage {
  static var name: String { Base.name }
  let base: Base
  private let folder: StageFolder
  private let end: Int?
  /// Whether it evaluates on photographs that are kept back, which must not change what follows.
  private let evaluates: Bool

  init(_ base: Base, _ folder: StageFolder, end: Int?, evaluates: Bool) {
    self.base = base
    self.folder = folder
    self.end = end
    self.evaluates = evaluates
  }

  var state: TrainingState { base.state }
  func backward(step: Int) throws -> [(key: String, value: Float)] {
    if step == end {
      try folder.save(state)
      throw Killed()
    }
    return try base.backward(step: step)
  }
  func evaluate() throws -> [(key: String, value: Float)] { evaluates ? try base.evaluate() : [] }
  func writeWeights() throws { try base.writeWeights() }
}

/// A run of 20 steps and one that was killed after 10 and resumed end in the same weights and optimiser, bit for bit.
@Suite(.usesTorch)
struct ResumeTests {
  private static let size = ImageSize(width: 64, height: 64)

  private static func settings(batch: Int) -> TrainingSettings {
    var settings = TrainingSettings(length: .steps(20), learningRate: 1e-3, batch: batch)
    settings.isMixedPrecision = false
    settings.secondsBetweenCheckpoints = 1000
    settings.secondsBetweenEvaluations = 0
    return settings
  }

  private static func expectSame(
    _ settings: TrainingSettings, evaluates: Bool,
    _ make: (StageFolder, SavedState?) -> some TrainingStage
  ) throws {
    let runs = try (0..<2).map { _ in try TemporaryFolder() }
    let folders = try runs.map { try StageFolder($0.url, stage: "stage") }
    func run(_ folder: StageFolder, _ saved: SavedState?, end: Int?, _ evaluates: Bool) throws -> TrainingState {
      let stage = Killable(make(folder, saved), folder, end: end, evaluates: evaluates)
      try TrainingLoop(settings: settings, folder: folder, progress: ProgressLine()).run(stage)
      return stage.state
    }
    let start = make(folders[0], nil).state.parameters.checkpoint()
    let whole = try run(folders[0], nil, end: nil, evaluates)
    #expect(throws: Killed.self) { try run(folders[1], nil, end: 10, false) }
    let saved = try SavedState(folders[1])
    #expect(saved.step == 10)
    let resumed = try run(folders[1], saved, end: nil, false)
    #expect(whole.step == 20 && resumed.step == 20)
    let changed = start.keys.filter { start[$0] != whole.parameters.checkpoint()[$0] }
    #expect(changed.count > start.count / 2)
    #expect(differing(whole.parameters.checkpoint(), resumed.parameters.checkpoint()).isEmpty)
    #expect(differing(whole.optimiser.state(), resumed.optimiser.state()).isEmpty)
    let averages = [whole, resumed].map { $0.average?.state() ?? [:] }
    #expect(averages[0]["count"]?.values == [20] && differing(averages[0], averages[1]).isEmpty)
  }

  private static func differing(_ a: [String: Tensor], _ b: [String: Tensor]) -> [String] {
    a.keys.filter { a[$0] != b[$0] }.sorted() + b.keys.filter { a[$0] == nil }
  }

  @Test func shapes() throws {
    let settings = Self.settings(batch: 2)
    try Self.expectSame(settings, evaluates: true) { ShapesStage(settings, $0, size: Self.size, saved: $1) }
  }

  @Test func superPoint() throws {
    let settings = Self.settings(batch: 1)
    let data = try TemporaryFolder()
    let store = PhotographStore(try Packs.shapes(3, in: data), on: .cpu)
    let file = data.file("labels.jsonl")
    let labelling = LabelsStage(views: 2, shortSide: 96)
    try labelling.run(store, { CornerScores()($0) }, file: file, progress: ProgressLine())
    let labels = try KeypointLabels(contentsOf: file, expecting: ["0.png", "1.png", "2.png"])
    let folder = try StageFolder(data.url, stage: "shapes")
    try folder.save(ShapesStage(settings, folder, size: Self.size, saved: nil).state)
    let start = try SavedState(folder)
    var views = ViewOptions()
    (views.lookShare, views.lookSteps, views.rotation, views.zoom, views.overlap) = (0.9, 12, 180, 4, 0.15)
    try Self.expectSame(settings, evaluates: false) {
      SuperPointStage(
        settings, $0, store, labels, size: Self.size, start: start.parameters, saved: $1, options: views)
    }
  }

  @Test func students() throws {
    var settings = Self.settings(batch: 2)
    settings.secondsBetweenEvaluations = 1000
    let data = try TemporaryFolder()
    let store = PhotographStore(try Packs.shapes(3, in: data), on: .cpu)
    let teacher = ConvolutionNorm.folded(SuperPointModel.initialValues(seed: 3))
    let start = SuperPointStudent(teacher: data.url).start(teacher, seed: 1)
    var views = ViewOptions()
    (views.lookShare, views.lookSteps) = (0.5, 12)
    try Self.expectSame(settings, evaluates: false) {
      SuperPointDistillation(
        settings, $0, store, teacher: teacher, size: Self.size, start: start, saved: $1, options: views)
    }
  }

  /// Few keypoints and views.
  private static var superGlueOptions: SuperGlueOptions {
    var options = SuperGlueOptions()
    (options.keypoints, options.size, options.transportIterations) = (24, size, 10)
    (options.poolPhotographs, options.poolViews) = (2, 3)
    return options
  }

  @Test func superGlue() throws {
    var settings = Self.settings(batch: 2)
    // An evaluation takes 96 views, so that it is done only at the start and at the end.
    settings.secondsBetweenEvaluations = 1000
    settings.learningRate = 1e-4
    let data = try TemporaryFolder()
    let store = PhotographStore(try Packs.shapes(3, in: data), on: .cpu)
    let superPoint = ConvolutionNorm.folded(SuperPointModel.initialValues(seed: 3))
    var options = Self.superGlueOptions
    // The tenth step lies within the second pool.
    options.stepsPerPool = 6
    let start = SuperGlueStage.initialValues(seed: 1)
    try Self.expectSame(settings, evaluates: true) {
      SuperGlueStage(settings, $0, store, superPoint, options, start: start, saved: $1)
    }
  }

  @Test func superGlueStudent() throws {
    var settings = Self.settings(batch: 2)
    settings.secondsBetweenEvaluations = 1000
    settings.learningRate = 1e-4
    let data = try TemporaryFolder()
    let store = PhotographStore(try Packs.shapes(3, in: data), on: .cpu)
    let superPoint = ConvolutionNorm.folded(SuperPointModel.initialValues(seed: 3))
    let options = Self.superGlueOptions
    let teacher = SuperGlueStage.initialValues(seed: 1)
    let start = try LayerChoice.count(3).chosen(from: teacher)
    try Self.expectSame(settings, evaluates: true) {
      SuperGlueStage(settings, $0, store, superPoint, options, start: start, teacher: teacher, saved: $1)
    }
  }
}
