public import Foundation
import SuperposeCheckpoints
import SuperposeOptimiser
import SuperposeTorch

/// The files of a stage. `RUN/STAGE/` holds `checkpoint.safetensors` to resume from, `metrics.jsonl`, and the network's
/// weights in the form that `superpose` loads.
public struct StageFolder: Sendable {
  public let url: URL

  public init(_ run: URL, stage: String) throws(TrainingError) {
    url = run.appendingPathComponent(stage)
    do { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) } catch {
      throw TrainingError(.output, "cannot make the folder \(url.path): \(error.localizedDescription)")
    }
  }

  public func file(_ name: String) -> URL { url.appendingPathComponent(name) }
  public var checkpoint: URL { file("checkpoint.safetensors") }
  var metrics: MetricsFile { MetricsFile(file("metrics.jsonl")) }
  public var hasCheckpoint: Bool { FileManager.default.fileExists(atPath: checkpoint.path) }

  func save(_ state: TrainingState) throws(TrainingError) {
    var tensors: [String: Tensor] = [:]
    for (name, tensor) in state.parameters.checkpoint() { tensors["parameters/" + name] = tensor }
    for (name, tensor) in state.optimiser.state() { tensors["optimiser/" + name] = tensor }
    for (name, tensor) in state.average?.state() ?? [:] { tensors["average/" + name] = tensor }
    let metadata = [
      "step": String(state.step), "seconds": String(state.seconds), "finished": String(state.isFinished),
    ]
    try write(tensors, metadata, .f32, to: checkpoint)
  }

  /// Writes weights in the form that `superpose` loads: in 16 bits, as they ship, unless a number is too large for
  /// these.
  func writeWeights(_ tensors: [String: Tensor], _ metadata: [String: String], to name: String) throws(TrainingError) {
    let largest = tensors.values.lazy.flatMap(\.values).map(abs).max() ?? 0
    try write(tensors, metadata, largest < 65_000 ? .f16 : .f32, to: file(name))
  }

  private func write(
    _ tensors: [String: Tensor], _ metadata: [String: String], _ precision: SafetensorsWriter.Precision, to file: URL
  ) throws(TrainingError) {
    do { try SafetensorsWriter.write(tensors, metadata: metadata, precision: precision, to: file) } catch {
      throw TrainingError(.output, "\(error)")
    }
  }
}

/// The contents of a checkpoint.
public struct SavedState {
  let parameters: [String: Tensor]
  let optimiser: [String: Tensor]
  /// The average of the weights; empty where none was kept.
  let average: [String: Tensor]
  public let step: Int
  public let seconds: Double
  public let isFinished: Bool

  public init(_ folder: StageFolder) throws(TrainingError) {
    let checkpoint: Checkpoint
    do { checkpoint = try Checkpoint(contentsOf: folder.checkpoint) } catch {
      throw TrainingError(.input, "\(error)")
    }
    func part(_ prefix: String) -> [String: Tensor] {
      let named = checkpoint.tensors.filter { $0.key.hasPrefix(prefix) }
      return Dictionary(uniqueKeysWithValues: named.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    }
    guard let step = checkpoint.metadata["step"].flatMap({ Int($0) }),
      let seconds = checkpoint.metadata["seconds"].flatMap({ Double($0) })
    else { throw TrainingError(.input, "\(folder.checkpoint.path): not a checkpoint of training: it names no step") }
    parameters = part("parameters/")
    optimiser = part("optimiser/")
    average = part("average/")
    self.step = step
    self.seconds = seconds
    isFinished = checkpoint.metadata["finished"] == "true"
  }
}

/// A network in training.
final class TrainingState {
  let parameters: NetworkParameters
  let optimiser: Adam
  /// The average of the weights, which is evaluated and written; nil where the weights themselves are.
  let average: WeightAverage?
  var step: Int
  var seconds: Double
  var isFinished = false
  /// The number of consecutive steps whose loss or gradient was not a number.
  var failures = 0

  init(parameters: NetworkParameters, rates: [String: Float] = [:], saved: SavedState?, averageDecay: Double = 0) {
    self.parameters = parameters
    optimiser = Adam(parameters, rates: rates, saved: saved?.optimiser)
    average = averageDecay > 0 ? WeightAverage(parameters, decay: averageDecay, saved: saved?.average) : nil
    step = saved?.step ?? 0
    seconds = saved?.seconds ?? 0
  }

  /// Runs `body` with the weights that are evaluated and written.
  func withAverage<Result>(_ body: () throws -> Result) rethrows -> Result {
    try average?.inPlace(body) ?? body()
  }
}
