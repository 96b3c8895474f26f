public import SuperposeCheckpoints
public import SuperposeNetworks

/// Runs the networks' layers on libtorch, where gradients can flow through them, so that the layers that are trained
/// are those that inference runs and export writes.
public final class TorchBackend: NetworkBackend {
  public typealias Tensor = TorchTensor

  /// Whether batch normalisation uses the batch's own statistics, and records them, or uses the recorded ones.
  public var isTraining: Bool
  public let device: Torch.Device
  private let parameters: [String: TorchTensor]

  /// The weight of a new batch in the recorded statistics.
  private static let momentum = 0.1
  private static let epsilon = Double(NetworkConstants.batchNormEpsilon)

  /// - Parameters:
  ///   - parameters: The parameters by their published names, as ``laidOut(_:on:)`` makes them.
  ///   - device: Where they are.
  ///   - isTraining: Whether batch normalisation uses the batch's own statistics.
  public init(_ parameters: [String: TorchTensor], on device: Torch.Device, isTraining: Bool = false) {
    self.parameters = parameters
    self.device = device
    self.isTraining = isTraining
  }

  public func has(_ parameter: String) -> Bool { parameters[parameter] != nil }

  /// Returns a parameter in the shape that runs fastest here: a linear layer's without its last axis of 1, and a kernel
  /// with channels last.
  public static func laidOut(_ value: SuperposeCheckpoints.Tensor, on device: Torch.Device) -> TorchTensor {
    let isLinear = value.shape.count == 3
    let plain = TorchTensor(value.values, isLinear ? Array(value.shape.dropLast()) : value.shape).on(device)
    return value.shape.count == 4 ? plain.channelsLast() : plain
  }

  /// The name of the batch normalisation between a convolution and its ReLU, which only training has.
  public static func normName(of layer: String) -> String { layer + ".norm" }

  func parameter(_ name: String) -> TorchTensor {
    guard let tensor = parameters[name] else { preconditionFailure("the network has no parameter \(name)") }
    return tensor
  }

  /// Convolves, and applies the batch normalisation of ``normName(of:)`` where the parameters hold one.
  public func convolution(_ x: TorchTensor, _ name: String, kernel: Int) -> TorchTensor {
    let y = x.convolved(parameter(name + ".weight"), parameter(name + ".bias"), padding: kernel / 2)
    let norm = Self.normName(of: name)
    return parameters[norm + ".weight"] == nil ? y : normalised(y, norm)
  }

  public func linear(_ x: TorchTensor, _ name: String) -> TorchTensor {
    x.linear(parameter(name + ".weight"), parameter(name + ".bias"))
  }

  /// Normalises in f32, whatever the precision around it, because its sums are long.
  public func batchNorm(_ x: TorchTensor, _ name: String) -> TorchTensor {
    let shape = x.shape
    let width = shape[shape.count - 1]
    return normalised(x.float().reshaped([-1, width]), name).reshaped(shape)
  }

  /// Normalises over the second axis.
  private func normalised(_ x: TorchTensor, _ name: String) -> TorchTensor {
    Torch.call(
      "batch_norm", "", .tensor(x), .tensor(parameter(name + ".weight")),
      .tensor(parameter(name + ".bias")), .tensor(parameter(name + ".running_mean")),
      .tensor(parameter(name + ".running_var")), .bool(isTraining), .double(Self.momentum), .double(Self.epsilon),
      .bool(false))
  }

  public func maxPool(_ x: TorchTensor) -> TorchTensor { x.maxPooled([2, 2], stride: [2, 2]) }
  public func relu(_ x: TorchTensor) -> TorchTensor { x.relu() }
  public func softmax(_ x: TorchTensor, axis: Int) -> TorchTensor { x.float().softmax(axis) }
  public func add(_ a: TorchTensor, _ b: TorchTensor) -> TorchTensor { a + b }
  public func scale(_ x: TorchTensor, by factor: Float) -> TorchTensor { x * factor }
  public func concatenate(_ tensors: [TorchTensor], axis: Int) -> TorchTensor { .concatenated(tensors, axis: axis) }
  public func slice(_ x: TorchTensor, axis: Int, _ range: Range<Int>) -> TorchTensor { x.narrowed(axis, range) }
  public func transpose(_ x: TorchTensor, _ permutation: [Int]) -> TorchTensor { x.permuted(permutation) }
  public func unitLength(_ x: TorchTensor, axis: Int) -> TorchTensor { x.float().unitLength(axis) }
  public func depthToSpace(_ x: TorchTensor, block: Int) -> TorchTensor { x.pixelShuffled(block) }

  public func split(_ x: TorchTensor, heads: Int, order: HeadOrder) -> TorchTensor {
    let (shape, isGrouped) = (x.shape, order == .grouped)
    let parts = x.reshaped([shape[0], shape[1]] + (isGrouped ? [heads, -1] : [-1, heads]))
    return parts.permuted(isGrouped ? [0, 2, 1, 3] : [0, 3, 1, 2]).contiguous()
  }

  public func joined(_ x: TorchTensor, heads: Int, order: HeadOrder) -> TorchTensor {
    let shape = x.shape
    return x.permuted(order == .grouped ? [0, 2, 1, 3] : [0, 2, 3, 1]).reshaped([shape[0], shape[2], heads * shape[3]])
  }

  public func parts(_ x: TorchTensor, axis: Int, sizes: [Int]) -> [TorchTensor] {
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return x.narrowed(axis, start..<start + size)
    }
  }

  public func attention(
    query: TorchTensor, key: TorchTensor, value: TorchTensor, scale: Float, keyBias: TorchTensor?
  ) -> TorchTensor {
    query.attended(key, value, keyBias, scale: scale)
  }

  /// Multiplies in f32: near 20 the steps of bfloat16 are an eighth, too coarse for scores whose exponentials are
  /// compared.
  public func innerProducts(_ a: TorchTensor, _ b: TorchTensor) -> TorchTensor {
    Torch.autocast(false, on: device) { a.float().matmul(b.float().transposed(1, 2)) }
  }
}
