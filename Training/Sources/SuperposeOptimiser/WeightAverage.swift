public import SuperposeCheckpoints
import SuperposeTorch

/// The moving average of a network's parameters over the steps of its training, which is steadier than the last of them
/// (Polyak and Juditsky 1992).
public final class WeightAverage {
  private let parameters: NetworkParameters
  private let names: [String]
  private let current, average: [TorchTensor]
  private let decay: Double
  private var count: Int

  /// - Parameters:
  ///   - parameters: The parameters that are averaged.
  ///   - decay: The weight of the old average at a step. The first steps have a smaller one, so that the start is soon
  ///     forgotten.
  ///   - saved: The result of ``state()`` to continue from. Without it the average begins as the parameters.
  public init(_ parameters: NetworkParameters, decay: Double, saved: [String: Tensor]?) {
    self.parameters = parameters
    self.decay = decay
    names = parameters.shapes.map(\.name)
    current = names.map { parameters[$0].detached() }
    average = current.map { $0.cloned() }
    count = saved?[Self.countName].map { Int($0.values[0]) } ?? 0
    guard let saved, count > 0 else { return }
    for (name, tensor) in zip(names, average) {
      guard let value = saved[name] else { continue }
      let restored = TorchTensor(value.values, tensor.shape).on(parameters.device)
      _ = Torch.call("copy_", "", .tensor(tensor), .tensor(restored))
    }
  }

  private static let countName = "count"

  /// Updates the average with the parameters after a step.
  public func update() {
    count += 1
    let kept = min(decay, Double(1 + count) / Double(10 + count))
    Torch.withoutGradients {
      _ = Torch.callAll("aten::_foreach_lerp_", "Scalar", [.tensors(average), .tensors(current), .double(1 - kept)])
    }
  }

  /// Runs `body` while the parameters have the values of the average.
  public func inPlace<Result>(_ body: () throws -> Result) rethrows -> Result {
    let kept = Torch.withoutGradients { current.map { $0.cloned() } }
    Self.copy(average, to: current)
    defer { Self.copy(kept, to: current) }
    return try body()
  }

  private static func copy(_ source: [TorchTensor], to target: [TorchTensor]) {
    Torch.withoutGradients { _ = Torch.callAll("aten::_foreach_copy_", "", [.tensors(target), .tensors(source)]) }
    Torch.dropCachedWeights()
  }

  /// Returns the average for a checkpoint.
  public func state() -> [String: Tensor] {
    var result = inPlace { parameters.checkpoint() }
    result[Self.countName] = Tensor(shape: [], values: [Float(count)])
    return result
  }
}
