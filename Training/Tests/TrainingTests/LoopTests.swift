import Foundation
import SuperposeCheckpoints
import SuperposeTorch
import Testing

@testable import SuperposeTraining

/// Two numbers that shall become zero, with a loss that fails as it is told.
private final class SmallStage: TrainingStage {
  static let name = "small"
  let state: TrainingState
  private let factor: (Int) -> Float
  private let reported: (Int) -> Float?

  init(
    saved: SavedState? = nil, factor: @escaping (Int) -> Float = { _ in 1 },
    reported: @escaping (Int) -> Float? = { _ in nil }
  ) {
    let shapes = [ParameterShape(name: "a", shape: [2])]
    let values = saved?.parameters ?? ["a": Tensor(shape: [2], values: [1, -2])]
    state = TrainingState(parameters: NetworkParameters(shapes, values: values, on: .cpu), saved: saved)
    self.factor = factor
    self.reported = reported
  }

  func backward(step: Int) -> [(key: String, value: Float)] {
    let loss = state.parameters.tensors["a"]!.square().sum() * factor(step)
    loss.backward()
    return [("loss", reported(step) ?? loss.value)]
  }

  func evaluate() -> [(key: String, value: Float)] { [("distance", state.parameters.tensors["a"]!.square().sum().value)] }
  func writeWeights() throws {}
}

@Suite(.usesTorch)
struct LoopTests {
  private static func settings(_ steps: Int) -> TrainingSettings {
    var settings = TrainingSettings(length: .steps(steps), learningRate: 0.05, batch: 1)
    settings.secondsBetweenCheckpoints = 0
    return settings
  }

  private static func run(_ stage: SmallStage, _ folder: StageFolder, steps: Int = 10) throws {
    try TrainingLoop(settings: settings(steps), folder: folder, progress: ProgressLine()).run(stage)
  }

  private static func failure(_ stage: SmallStage, _ folder: StageFolder) -> TrainingError? {
    #expect(throws: TrainingError.self) { try run(stage, folder) }
  }

  @Test func aLossThatMakesNoSenseStopsAndLeavesTheLastGoodState() throws {
    let broken: [(SmallStage, String)] = [
      (SmallStage(factor: { $0 == 6 ? .nan : 1 }), "the loss is not a number"),
      (SmallStage(reported: { $0 == 6 ? .infinity : nil }), "the loss is not a number"),
      (SmallStage(reported: { $0 == 6 ? 2e4 : nil }), "the loss has grown to 20000"),
    ]
    let good = SmallStage()
    let goodFolder = try TemporaryFolder()
    try Self.run(good, try StageFolder(goodFolder.url, stage: "small"), steps: 10)
    for (stage, reason) in broken {
      let run = try TemporaryFolder()
      let folder = try StageFolder(run.url, stage: "small")
      let error = Self.failure(stage, folder)
      #expect(error?.kind == .diverged)
      #expect(error?.description.hasPrefix(reason) == true && error?.description.contains("at step 6") == true)
      let saved = try SavedState(folder)
      #expect(saved.step == 6 && !saved.isFinished)
      // From there it comes to where a run without the fault comes.
      let resumed = SmallStage(saved: saved)
      try Self.run(resumed, folder, steps: 10)
      #expect(resumed.state.parameters.checkpoint() == good.state.parameters.checkpoint())
    }
  }

  @Test func aGradientThatIsNotANumberStopsToo() throws {
    let run = try TemporaryFolder()
    let folder = try StageFolder(run.url, stage: "small")
    // The loss as it is reported is fine; what is behind it is not.
    let error = Self.failure(SmallStage(factor: { $0 == 3 ? .nan : 1 }, reported: { $0 == 3 ? 1 : nil }), folder)
    #expect(error?.kind == .diverged && error?.description.hasPrefix("a gradient is not a number at step 3") == true)
    #expect(try SavedState(folder).step == 3)
  }

  @Test func theEndIsSavedAndTheLossHasFallen() throws {
    let run = try TemporaryFolder()
    let folder = try StageFolder(run.url, stage: "small")
    try Self.run(SmallStage(), folder, steps: 300)
    let saved = try SavedState(folder)
    #expect(saved.isFinished && saved.step == 300)
    let values = saved.parameters["a"]!.values
    #expect(abs(values[0]) < 0.1 && abs(values[1]) < 0.1)
    let metrics = try String(contentsOf: folder.file("metrics.jsonl"), encoding: .utf8).split(separator: "\n")
    #expect(metrics.first?.contains("\"validation_distance\":5.0") == true)
    #expect(metrics.last?.hasPrefix("{\"step\":300,") == true)
  }

  @Test func aFileThatIsNoCheckpointIsRefused() throws {
    let run = try TemporaryFolder()
    let folder = try StageFolder(run.url, stage: "small")
    try folder.write(["a": Tensor(shape: [1], values: [1])], [:], .f32, to: folder.checkpoint)
    #expect(throws: TrainingError.self) { try SavedState(folder) }
    try Self.run(SmallStage(), folder, steps: 3)
    #expect(try SavedState(folder).step == 3)
    let whole = try Data(contentsOf: folder.checkpoint)
    try whole.prefix(whole.count - 3).write(to: folder.checkpoint)
    #expect(throws: TrainingError.self) { try SavedState(folder) }
  }
}

@Suite struct SettingsTests {
  @Test func theStepSizeRisesAndFalls() {
    let settings = TrainingSettings(length: .steps(1000), learningRate: 0.5, batch: 1)
    let rates = (0...1000).map { settings.rate(steps: $0, seconds: 0) }
    #expect(rates[0] < 0.01)
    #expect(zip(rates[0..<20], rates[1...20]).allSatisfy { $0 < $1 })
    #expect(zip(rates[20..<1000], rates[21...1000]).allSatisfy { $0 > $1 })
    #expect(abs(rates[20] - 0.5) < 0.001 && abs(rates[500] - 0.255) < 1e-3 && abs(rates[1000] - 0.01) < 1e-6)
  }

  @Test func ofALongStageTheRiseTakes200Steps() {
    let settings = TrainingSettings(length: .steps(1_000_000), learningRate: 1, batch: 1)
    #expect(abs(settings.rate(steps: 99, seconds: 0) - 0.5) < 0.01)
    #expect(abs(settings.rate(steps: 199, seconds: 0) - 1) < 1e-4)
  }

  @Test func aTimeBudgetSetsThePace() {
    let timed = TrainingSettings(length: .seconds(100), learningRate: 1, batch: 1)
    let counted = TrainingSettings(length: .steps(1000), learningRate: 1, batch: 1)
    for part in [0.1, 0.3, 0.9, 1] {
      let rate = timed.rate(steps: Int(1000 * part), seconds: 100 * part)
      #expect(abs(rate - counted.rate(steps: Int(1000 * part), seconds: 7)) < 1e-6)
    }
    #expect(timed.progress(steps: 5, seconds: 250) == 1)
  }
}

@Suite struct MetricsTests {
  @Test func whatARunWillRepeatIsDropped() throws {
    let folder = try TemporaryFolder()
    let file = MetricsFile(url: folder.file("metrics.jsonl"))
    try file.truncate(after: 0)
    for step in 1...5 { try file.append(step: step, seconds: Double(step), [("loss", 1 / Float(step)), ("bad", .nan)]) }
    func lines() throws -> [Substring] { try String(contentsOf: file.url, encoding: .utf8).split(separator: "\n") }
    #expect(try lines().count == 5)
    #expect(try lines()[1] == "{\"step\":2,\"seconds\":2.0,\"loss\":0.5}")
    let whole = try Data(contentsOf: file.url)
    try whole.dropLast(9).write(to: file.url)
    try file.truncate(after: 5)
    #expect(try lines().count == 4)
    try file.truncate(after: 3)
    #expect(try lines().count == 3)
    try file.append(step: 4, seconds: 4, [("loss", 0.25)])
    #expect(try lines().last == "{\"step\":4,\"seconds\":4.0,\"loss\":0.25}")
  }
}
