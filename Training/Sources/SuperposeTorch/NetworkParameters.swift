public import SuperposeCheckpoints

/// A network's parameters as leaves that gradients are gathered on, in the order of the network's own list.
public final class NetworkParameters {
  public let shapes: [ParameterShape]
  public let device: Torch.Device
  /// By name, in the shapes that run fastest: linear layers without their last axis of 1, kernels with channels last.
  public private(set) var tensors: [String: TorchTensor] = [:]

  /// - Parameter values: for every shape, of that shape.
  public init(_ shapes: [ParameterShape], values: [String: Tensor], on device: Torch.Device) {
    self.shapes = shapes
    self.device = device
    for parameter in shapes {
      guard let value = values[parameter.name], value.shape == parameter.shape else {
        preconditionFailure("no value for \(parameter.name), or of another shape")
      }
      tensors[parameter.name] = Self.leaf(value, isTrained: Self.isTrained(parameter.name), on: device)
    }
  }

  private static func leaf(_ value: Tensor, isTrained: Bool, on device: Torch.Device) -> TorchTensor {
    let isLinear = value.shape.count == 3
    let plain = TorchTensor(value.values, isLinear ? Array(value.shape.dropLast()) : value.shape).on(device)
    let leaf = value.shape.count == 4 ? plain.channelsLast() : plain
    if isTrained { leaf.requireGradient() }
    return leaf
  }

  /// Statistics of batch normalisation are noted, not trained.
  private static func isTrained(_ name: String) -> Bool {
    !name.hasSuffix(".running_mean") && !name.hasSuffix(".running_var")
  }

  /// The names that gradients are gathered for, in order.
  public var trainedNames: [String] { shapes.map(\.name).filter(Self.isTrained) }

  /// The values as a checkpoint stores them.
  public func checkpoint() -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for parameter in shapes {
      result[parameter.name] = Tensor(shape: parameter.shape, values: tensors[parameter.name]!.floats())
    }
    return result
  }

  public func clearGradients() { tensors.values.forEach { $0.clearGradient() } }
}
