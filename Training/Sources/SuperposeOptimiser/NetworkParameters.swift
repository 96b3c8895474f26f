public import SuperposeCheckpoints
public import SuperposeTorch

/// A network's parameters as leaves of the graph of gradients, in the order of the network's own list.
public final class NetworkParameters {
  public let shapes: [ParameterShape]
  public let device: Torch.Device
  /// The running statistics, and their values when ``keepStatistics()`` was called.
  private let statistics, kept: [TorchTensor]
  /// The parameters by name, laid out as `TorchBackend` has them.
  public let tensors: [String: TorchTensor]

  /// - Parameter values: A value for every shape, of that shape.
  public init(_ shapes: [ParameterShape], values: [String: Tensor], on device: Torch.Device) {
    self.shapes = shapes
    self.device = device
    var tensors: [String: TorchTensor] = [:]
    for parameter in shapes {
      guard let value = values[parameter.name], value.shape == parameter.shape else {
        preconditionFailure("no value for \(parameter.name), or of another shape")
      }
      tensors[parameter.name] = Self.leaf(value, isTrained: Self.isTrained(parameter.name), on: device)
    }
    self.tensors = tensors
    statistics = shapes.map(\.name).filter { !Self.isTrained($0) }.compactMap { tensors[$0] }
    kept = statistics.map { $0.cloned() }
  }

  /// - Precondition: `name` is one of ``shapes``.
  public subscript(name: String) -> TorchTensor {
    guard let tensor = tensors[name] else { preconditionFailure("\(name): no such parameter") }
    return tensor
  }

  private static func leaf(_ value: Tensor, isTrained: Bool, on device: Torch.Device) -> TorchTensor {
    let leaf = TorchBackend.laidOut(value, on: device)
    if isTrained { leaf.requireGradient() }
    return leaf
  }

  /// Whether a parameter is trained. The statistics of batch normalisation are recorded instead.
  private static func isTrained(_ name: String) -> Bool {
    !name.hasSuffix(".running_mean") && !name.hasSuffix(".running_var")
  }

  /// The names of the parameters that have gradients, in order.
  public var trainedNames: [String] { shapes.map(\.name).filter(Self.isTrained) }

  /// Returns the values in the form that a checkpoint stores.
  public func checkpoint() -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for parameter in shapes {
      result[parameter.name] = Tensor(shape: parameter.shape, values: self[parameter.name].floats())
    }
    return result
  }

  /// Stores a copy of the running statistics.
  public func keepStatistics() { Self.copy(statistics, to: kept) }

  /// Restores the running statistics from the copy. A batch that overflows leaves NaN in them, which no later batch
  /// would drive out.
  public func restoreStatistics() { Self.copy(kept, to: statistics) }

  private static func copy(_ source: [TorchTensor], to target: [TorchTensor]) {
    guard !source.isEmpty else { return }
    _ = Torch.callAll("aten::_foreach_copy_", "", [.tensors(target), .tensors(source)])
  }

  public func clearGradients() {
    for tensor in tensors.values { tensor.clearGradient() }
  }
}

extension TorchBackend {
  /// - Parameters:
  ///   - parameters: The parameters that are trained.
  ///   - isTraining: Whether batch normalisation uses the batch's own statistics.
  public convenience init(_ parameters: NetworkParameters, isTraining: Bool) {
    self.init(parameters.tensors, on: parameters.device, isTraining: isTraining)
  }
}
