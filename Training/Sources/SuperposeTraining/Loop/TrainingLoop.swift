import Foundation
import SuperposeTorch

/// A network that is trained.
protocol TrainingStage: AnyObject {
  /// The name of the stage's folder.
  static var name: String { get }
  var state: TrainingState { get }
  /// Computes the loss of step number `step` and its gradients. The first of the returned values is the loss.
  func backward(step: Int) throws -> [(key: String, value: Float)]
  /// Evaluates the network on photographs that are kept back, the same ones each time.
  func evaluate() throws -> [(key: String, value: Float)]
  /// Writes the network as it is now, in the form that `superpose` loads.
  func writeWeights() throws
}

/// Runs a stage until its end, a signal, or a loss that is not a number again and again, and saves it from time to
/// time.
struct TrainingLoop {
  let settings: TrainingSettings
  let folder: StageFolder
  let progress: ProgressLine

  /// The number of consecutive batches that may overflow. A single one may; when several do, the weights are lost.
  private static let mostFailures = 5

  func run(_ stage: some TrainingStage) throws {
    let state = stage.state
    try folder.metrics.truncate(after: state.step)
    var lastSave = Date()
    var lastEvaluation = state.step == 0 ? Date.distantPast : Date()
    var recent = RecentMeans()
    let clock = StageTime(before: state.seconds)
    while settings.progress(steps: state.step, seconds: clock.seconds) < 1 {
      if Date().timeIntervalSince(lastEvaluation) >= settings.secondsBetweenEvaluations {
        try evaluate(stage, seconds: clock.seconds)
        lastEvaluation = Date()
      }
      let metrics = try step(stage, seconds: clock.seconds)
      recent.add(metrics)
      state.seconds = clock.seconds
      if progress.isDue || Interruption.isRequested {
        try report(stage, recent.take(), settings.progress(steps: state.step, seconds: clock.seconds))
      }
      if Interruption.isRequested {
        try save(stage)
        throw TrainingError(
          .stopped, "stopped after step \(state.step); the same command with --resume goes on from there")
      }
      if Date().timeIntervalSince(lastSave) >= settings.secondsBetweenCheckpoints {
        try save(stage)
        lastSave = Date()
      }
    }
    state.isFinished = true
    try evaluate(stage, seconds: clock.seconds)
    try save(stage)
  }

  private func step(_ stage: some TrainingStage, seconds: Double) throws -> [(key: String, value: Float)] {
    let state = stage.state
    Torch.seed(settings.seed &+ UInt64(state.step) &* 0x9E37_79B9)
    state.parameters.keepStatistics()
    var metrics = try stage.backward(step: state.step)
    let loss = metrics.first?.value ?? .nan
    let rate = settings.rate(steps: state.step, seconds: seconds)
    // The step leaves the weights as they are where a gradient is not a number.
    let length = state.optimiser.step(rate: rate, longestGradient: settings.longestGradient)
    state.step += 1
    if loss.isFinite && length.isFinite {
      state.failures = 0
      state.average?.update()
    } else {
      state.failures += 1
      state.parameters.restoreStatistics()
    }
    guard state.failures < Self.mostFailures else {
      throw diverged(state, "loss or gradient was not a number \(state.failures) times in a row")
    }
    guard !(loss >= 1e4) else { throw diverged(state, "the loss has grown to \(loss)") }
    metrics += [("gradient", length), ("rate", rate)]
    return metrics
  }

  private func diverged(_ state: TrainingState, _ what: String) -> TrainingError {
    let rest =
      folder.hasCheckpoint
      ? "\(folder.checkpoint.path) still holds the last good state, --resume starts from it" : "nothing was saved yet"
    return TrainingError(
      .diverged, "\(what) at step \(state.step): try a lower --learning-rate (now \(settings.learningRate)); \(rest)")
  }

  private func report(_ stage: some TrainingStage, _ metrics: [(key: String, value: Float)], _ done: Double) throws {
    try folder.metrics.append(step: stage.state.step, seconds: stage.state.seconds, metrics)
    progress.show(type(of: stage).name, step: stage.state.step, done: done, metrics)
  }

  private func evaluate(_ stage: some TrainingStage, seconds: Double) throws {
    let metrics = try Torch.withoutGradients { try stage.state.withAverage { try stage.evaluate() } }
    guard !metrics.isEmpty else { return }
    try folder.metrics.append(
      step: stage.state.step, seconds: seconds, metrics.map { ("validation_" + $0.key, $0.value) })
    progress.note(type(of: stage).name + ", photographs kept back", metrics)
    settings.afterEvaluation()
  }

  private func save(_ stage: some TrainingStage) throws {
    try folder.save(stage.state)
    try stage.state.withAverage { try stage.writeWeights() }
  }
}

/// The time of training in seconds, including that of earlier runs.
private struct StageTime {
  let before: Double
  private let start = ContinuousClock.now

  init(before: Double) { self.before = before }
  var seconds: Double {
    let passed = ContinuousClock.now - start
    return before + Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
  }
}

/// The means of values since they were last read.
private struct RecentMeans {
  private var names: [String] = []
  private var sums: [String: Float] = [:]
  private var count: Float = 0

  mutating func add(_ metrics: [(key: String, value: Float)]) {
    guard metrics.allSatisfy(\.value.isFinite) else { return }
    names = metrics.map(\.key)
    for (name, value) in metrics { sums[name, default: 0] += value }
    count += 1
  }

  mutating func take() -> [(key: String, value: Float)] {
    defer { self = RecentMeans() }
    return names.map { ($0, sums[$0, default: 0] / max(1, count)) }
  }
}
