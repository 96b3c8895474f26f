public import SuperposeCheckpoints
import SuperposeTorch

/// The optimiser Adam (Kingma and Ba 2015, arXiv 1412.6980), with a bound on the length of the gradient.
public final class Adam {
  private struct State {
    let parameter: TorchTensor
    let mean: TorchTensor
    let square: TorchTensor
    let step: TorchTensor
    let rate: Float
  }

  private let names: [String]
  private let states: [State]
  private let parameters: NetworkParameters
  private let decay: (Double, Double)

  /// - Parameters:
  ///   - parameters: The parameters that are trained.
  ///   - rates: Factors on the step size for some parameters by name; it is 1 for all others.
  ///   - decay: The weights of the old values in the averages of the gradients and of their squares.
  ///   - saved: The result of ``state()`` to continue from.
  public init(
    _ parameters: NetworkParameters, rates: [String: Float] = [:], decay: (Double, Double) = (0.9, 0.999),
    saved: [String: Tensor]? = nil
  ) {
    self.parameters = parameters
    self.decay = decay
    names = parameters.trainedNames
    states = names.map { name in
      let parameter = parameters[name]
      func restored(_ part: String) -> TorchTensor {
        guard let value = saved?["\(part).\(name)"] else {
          return Torch.call("zeros_like", "", .tensor(parameter.detached()))
        }
        // The moments are copied into a tensor that is laid out as the parameter is.
        let like = Torch.call("zeros_like", "", .tensor(parameter.detached()))
        return Torch.call(
          "copy_", "", .tensor(like), .tensor(TorchTensor(value.values, value.shape).on(parameters.device)))
      }
      let step = TorchTensor(saved?["step.\(name)"]?.values[0] ?? 0).on(parameters.device)
      return State(
        parameter: parameter, mean: restored("mean"), square: restored("square"), step: step, rate: rates[name] ?? 1)
    }
  }

  /// Returns the moments and the number of steps by name, for a checkpoint.
  public func state() -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for (name, state) in zip(names, states) {
      let shape = state.parameter.shape
      result["mean.\(name)"] = Tensor(shape: shape, values: state.mean.floats())
      result["square.\(name)"] = Tensor(shape: shape, values: state.square.floats())
      result["step.\(name)"] = Tensor(shape: [], values: state.step.floats())
    }
    return result
  }

  /// Takes one step with the gradients that ``TorchTensor/backward()`` has accumulated, and clears them.
  ///
  /// - Parameters:
  ///   - rate: The step size.
  ///   - longestGradient: The bound on the length of the gradient.
  /// - Returns: The length of the gradient before it was bounded.
  public func step(rate: Float, longestGradient: Float) -> Float {
    Torch.withoutGradients {
      let used = states.compactMap { state in state.parameter.gradient.map { (state, $0) } }
      let length = TorchTensor.stacked(used.map { $0.1.square().sum() }).sum().sqrt().value
      if length.isFinite {
        let factor = min(1, longestGradient / max(length, 1e-12))
        for rateFactor in Set(used.map(\.0.rate)).sorted() {
          update(used.filter { $0.0.rate == rateFactor }, rate: rate * rateFactor, factor: factor)
        }
      }
      parameters.clearGradients()
      Torch.dropCachedWeights()
      return length
    }
  }

  private func update(_ used: [(State, TorchTensor)], rate: Float, factor: Float) {
    for (state, gradient) in used {
      if factor < 1 { _ = Torch.call("mul_", "Scalar", .tensor(gradient), .double(Double(factor))) }
      _ = Torch.call("add_", "Scalar", .tensor(state.step), .int(1))
    }
    _ = Torch.callAll(
      "aten::_fused_adam_", "",
      [
        .tensors(used.map(\.0.parameter)), .tensors(used.map(\.1)), .tensors(used.map(\.0.mean)),
        .tensors(used.map(\.0.square)), .tensors([]), .tensors(used.map(\.0.step)), .double(Double(rate)),
        .double(decay.0), .double(decay.1), .double(0), .double(1e-8), .bool(false), .bool(false),
      ])
  }
}
