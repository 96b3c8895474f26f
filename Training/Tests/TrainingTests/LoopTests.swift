import Foundation
import SuperposeCheckpoints
import SuperposeOptimiser
import SuperposeTorch
import Testing

@testable import SuperposeTraining

/// A stage with two numbers that are to become zero, and a loss that fails when it is told to.
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

  func evaluate() -> [(key: String, value: Float)] {
    [("distance", state.parameters.tensors["a"]!.square().sum().value)]
  }
  func writeWeights() throws {}
}

/// A stage with a batch normalisation, some of whose batches contain an infinite number.
private final class NormStage: TrainingStage {
  static let name = "norm"
  let state: TrainingState
  private let bad: Range<Int>
  private(set) var beforeBad, afterBad: [String: Tensor]?

  init(bad: Range<Int>) {
    let shapes = ["weight", "bias", "running_mean", "running_var"].map { ParameterShape(name: "n.\($0)", shape: [1]) }
    let values = Dictionary(
      uniqueKeysWithValues: zip(shapes, [1, 0, 0, 1] as [Float]).map { ($0.name, Tensor(shape: [1], values: [$1])) })
    state = TrainingState(parameters: NetworkParameters(shapes, values: values, on: .cpu), saved: nil)
    self.bad = bad
  }

  func backward(step: Int) -> [(key: String, value: Float)] {
    if step == bad.lowerBound { beforeBad = state.parameters.checkpoint() }
    if step == bad.upperBound { afterBad = state.parameters.checkpoint() }
    let batch = TorchTensor([1, 2, bad.contains(step) ? .infinity : 3] as [Float], [1, 3, 1])
    let loss = (TorchBackend(state.parameters, isTraining: true).batchNorm(batch, "n") - 1).square().sum()
    loss.backward()
    return [("loss", loss.value)]
  }

  func evaluate() -> [(key: String, value: Float)] { [] }
  func writeWeights() throws {}
}

@Suite(.usesTorch)
struct LoopTests {
  private static func settings(_ steps: Int) -> TrainingSettings {
    var settings = TrainingSettings(length: .steps(steps), learningRate: 0.05, batch: 1)
    settings.secondsBetweenCheckpoints = 0
    return settings
  }

  private static func run(_ stage: SmallStage, _ folder: StageFolder, steps: Int = 20) throws {
    try TrainingLoop(settings: settings(steps), folder: folder, progress: ProgressLine()).run(stage)
  }

  private static func failure(_ stage: SmallStage, _ folder: StageFolder) -> TrainingError? {
    #expect(throws: TrainingError.self) { try run(stage, folder) }
  }

  @Test func aLossThatMakesNoSenseStopsAndLeavesTheLastGoodState() throws {
    let broken: [(SmallStage, String)] = [
      (SmallStage(factor: { $0 >= 6 ? .nan : 1 }), "loss or gradient was not a number 5 times in a row at step 11"),
      // The reported loss is fine, but its gradients are not.
      (
        SmallStage(factor: { $0 >= 6 ? .nan : 1 }, reported: { $0 >= 6 ? 1 : nil }),
        "loss or gradient was not a number 5 times in a row at step 11"
      ),
      (SmallStage(reported: { $0 == 10 ? 2e4 : nil }), "the loss has grown to 20000.0 at step 11"),
    ]
    for (stage, reason) in broken {
      let run = try TemporaryFolder()
      let folder = try StageFolder(run.url, stage: "small")
      let error = Self.failure(stage, folder)
      #expect(error?.kind == .diverged)
      #expect(error?.description.hasPrefix(reason) == true, "\(error?.description ?? "")")
      let saved = try SavedState(folder)
      #expect(saved.step == 10 && !saved.isFinished)
      #expect(saved.parameters["a"]?.values.contains { !$0.isFinite || abs($0) > 2 } == false)
      // Without the fault the training continues from there.
      let resumed = SmallStage(saved: saved)
      try Self.run(resumed, folder)
      #expect(resumed.state.step == 20)
    }
  }

  @Test func beforeAnythingWasSavedTheMessageSaysSo() throws {
    let run = try TemporaryFolder()
    let folder = try StageFolder(run.url, stage: "small")
    let error = Self.failure(SmallStage(reported: { _ in 1e5 }), folder)
    #expect(error?.description.hasSuffix("nothing was saved yet") == true)
    #expect(!folder.hasCheckpoint)
  }

  /// Four bad batches in a row change neither the weights nor the running statistics, which NaN would never leave
  /// again.
  @Test func batchesThatOverflowAreSkipped() throws {
    let run = try TemporaryFolder()
    let folder = try StageFolder(run.url, stage: "small")
    let stage = NormStage(bad: 6..<10)
    try TrainingLoop(settings: Self.settings(20), folder: folder, progress: ProgressLine()).run(stage)
    let after = try #require(stage.afterBad)
    #expect(after == stage.beforeBad)
    let end = try SavedState(folder)
    #expect(end.step == 20)
    for (name, tensor) in stage.state.parameters.checkpoint() {
      #expect(tensor.values[0].isFinite, "\(name)")
    }
    let mean = stage.state.parameters.checkpoint()["n.running_mean"]!.values[0]
    #expect(abs(mean - 2) < 1)
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
    #expect(metrics.first?.contains("\"validation_distance\":5") == true)
    #expect(metrics.last?.contains("\"step\":300") == true)
  }

  @Test func aFileThatIsNoCheckpointIsRefused() throws {
    let run = try TemporaryFolder()
    let folder = try StageFolder(run.url, stage: "small")
    try folder.writeWeights(["a": Tensor(shape: [1], values: [1])], [:], to: "checkpoint.safetensors")
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
    #expect(zip(rates[0..<90], rates[1...90]).allSatisfy { $0 < $1 })
    #expect(zip(rates[99..<1000], rates[100...1000]).allSatisfy { $0 > $1 })
    #expect(abs(rates[99] - 0.5) < 0.02 && abs(rates[500] - 0.255) < 1e-3 && abs(rates[1000] - 0.01) < 1e-6)
  }

  @Test func theRiseTakes100Steps() {
    let settings = TrainingSettings(length: .steps(1_000_000), learningRate: 1, batch: 1)
    #expect(abs(settings.rate(steps: 49, seconds: 0) - 0.5) < 1e-4)
    #expect(abs(settings.rate(steps: 99, seconds: 0) - 1) < 1e-4)
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
    let url = folder.file("metrics.jsonl")
    let file = MetricsFile(url)
    try file.truncate(after: 0)
    for step in 1...5 {
      try file.append(step: step, seconds: Double(step), [("loss", 1 / Float(step)), ("bad", .nan)])
    }
    func lines() throws -> [Substring] { try String(contentsOf: url, encoding: .utf8).split(separator: "\n") }
    #expect(try lines().count == 5)
    #expect(try lines()[1] == "{\"loss\":0.5,\"seconds\":2,\"step\":2}")
    let whole = try Data(contentsOf: url)
    try whole.dropLast(9).write(to: url)
    try file.truncate(after: 5)
    #expect(try lines().count == 4)
    try file.truncate(after: 3)
    #expect(try lines().count == 3)
    try file.append(step: 4, seconds: 4, [("loss", 0.25)])
    #expect(try lines().last == "{\"loss\":0.25,\"seconds\":4,\"step\":4}")
  }
}

@Suite struct RemainingTimeTests {
  /// The first step takes a minute and the others a second each: after the eleventh of 150 steps 139 seconds are left,
  /// and not two hours.
  @Test func theSlowBeginningIsLeftOut() throws {
    var remaining = RemainingTime()
    #expect(remaining.estimate(done: 1 / 150, at: 60) == nil)
    #expect(remaining.estimate(done: 2 / 150, at: 61) == nil)
    var last: Double?
    for step in 3...11 { last = remaining.estimate(done: Double(step) / 150, at: 59 + Double(step)) }
    #expect(try abs(#require(last) - 139) < 1e-6)
  }

  @Test func aRunThatWasResumedCountsFromThere() throws {
    var remaining = RemainingTime()
    for minute in 0..<3 { _ = remaining.estimate(done: 0.5 + 0.01 * Double(minute), at: 60 * Double(minute)) }
    let left = remaining.estimate(done: 0.53, at: 180)
    #expect(try abs(#require(left) - 47 * 60) < 1)
  }

  @Test func whereNothingMovesNothingIsSaid() {
    var remaining = RemainingTime()
    let estimates = (0..<5).map { remaining.estimate(done: 0.2, at: Double($0)) }
    #expect(estimates.allSatisfy { $0 == nil })
  }
}
