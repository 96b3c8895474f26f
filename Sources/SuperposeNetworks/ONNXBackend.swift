public import SuperposeCheckpoints
public import SuperposeONNX

/// Records the networks as ONNX nodes.
public final class ONNXBackend: NetworkBackend {
  public typealias Tensor = Value

  public let graph: GraphBuilder
  private let parameters: [String: SuperposeCheckpoints.Tensor]
  private let storage: WeightStorage
  /// The weights that are stored in 16 bits, as 32-bit floats by name. Each is widened once, however often it is used.
  private var widened: [String: Value] = [:]
  /// The ranges of the activations that are quantised, see ``init(graph:parameters:storage:ranges:)``.
  private let ranges: [String: Float]
  /// The name of the convolution that made a value.
  private var convolutions: [Value: String] = [:]
  /// The values that went through 8 bits, and those that follow from them without arithmetic.
  private var quantized: Set<Value> = []
  /// The output of every ReLU after a convolution, in 32 bits, by the convolution's name.
  public private(set) var activations: [String: Value] = [:]

  /// Makes a backend that adds nodes to a graph.
  ///
  /// - Parameters:
  ///   - graph: The graph that is built.
  ///   - parameters: Every parameter of the networks that will be recorded, by its published name.
  ///   - storage: The form in which the graph stores them.
  ///   - ranges: By the convolution's name, the largest value of the ReLU after it that 8 bits represent. The outputs
  ///     of these ReLUs are quantised, and with them the convolutions that take them. Empty for arithmetic in floats.
  ///     these ReLUs are quantised, and with them the convolutions that take them; empty for arithmetic in floats.
  public init(
    graph: GraphBuilder, parameters: [String: SuperposeCheckpoints.Tensor], storage: WeightStorage = .f32,
    ranges: [String: Float] = [:]
  ) {
    self.graph = graph
    self.parameters = parameters
    self.storage = storage
    self.ranges = ranges
  }

  public func has(_ parameter: String) -> Bool { parameters[parameter] != nil }

  public func convolution(_ x: Value, _ name: String, kernel: Int) -> Value {
    graph.scope(name) {
      let weight = name + ".weight"
      let weights = quantized.contains(x) ? graph.quantizedKernel(tensor(weight), named: weight) : parameter(weight)
      let output = graph.node(
        "Conv", [x, weights, parameter(name + ".bias")],
        ["kernel_shape": .ints([kernel, kernel]), "pads": .ints([Int](repeating: kernel / 2, count: 4))])
      convolutions[output] = name
      return output
    }
  }

  public func linear(_ x: Value, _ name: String) -> Value {
    graph.scope(name) {
      let product = graph.node("MatMul", [x, transposed(name + ".weight")])
      return graph.node("Add", [product, parameter(name + ".bias")])
    }
  }

  /// Adds `scale · x + shift`, which runtimes fold into the linear layer before it.
  public func batchNorm(_ x: Value, _ name: String) -> Value {
    let (scale, shift) = BatchNormFolding.factors(name, of: parameters)
    return graph.scope(name) {
      let scaled = graph.node("Mul", [x, graph.constant(scale, shape: [scale.count], named: name + ".scale")])
      return graph.node("Add", [scaled, graph.constant(shift, shape: [shift.count], named: name + ".shift")])
    }
  }

  public func maxPool(_ x: Value) -> Value {
    let output = graph.node("MaxPool", [x], ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])])
    if quantized.contains(x) { quantized.insert(output) }
    return output
  }

  public func relu(_ x: Value) -> Value {
    let output = graph.node("Relu", [x])
    guard let name = convolutions[x] else { return output }
    activations[name] = output
    guard let range = ranges[name] else { return output }
    let rounded = graph.scope(name) { graph.quantized(output, range: range, named: name) }
    quantized.insert(rounded)
    return rounded
  }

  public func softmax(_ x: Value, axis: Int) -> Value { graph.node("Softmax", [x], ["axis": .int(axis)]) }

  public func add(_ a: Value, _ b: Value) -> Value { graph.node("Add", [a, b]) }

  public func scale(_ x: Value, by factor: Float) -> Value {
    graph.node("Mul", [x, graph.constant([factor], shape: [], named: "scale.\(factor)")])
  }

  public func concatenate(_ tensors: [Value], axis: Int) -> Value {
    graph.node("Concat", tensors, ["axis": .int(axis)])
  }

  public func slice(_ x: Value, axis: Int, _ range: Range<Int>) -> Value {
    graph.slice(x, axes: [axis], from: [range.lowerBound], to: [range.upperBound])
  }

  public func transpose(_ x: Value, _ permutation: [Int]) -> Value {
    graph.node("Transpose", [x], ["perm": .ints(permutation)])
  }

  public func unitLength(_ x: Value, axis: Int) -> Value {
    let squares = graph.reduce("ReduceSum", graph.node("Mul", [x, x]), axes: [axis])
    let lengths = graph.node("Max", [graph.node("Sqrt", [squares]), graph.scalar(NetworkConstants.shortestLength)])
    return graph.node("Div", [x, lengths])
  }

  public func depthToSpace(_ x: Value, block: Int) -> Value {
    graph.node("DepthToSpace", [x], ["blocksize": .int(block)])
  }

  /// Zeros in the shape keep the batch and the number of keypoints, whatever they are.
  public func split(_ x: Value, heads: Int, order: HeadOrder) -> Value {
    let isGrouped = order == .grouped
    let shape = graph.constant([0, 0] + (isGrouped ? [heads, -1] : [-1, heads]), named: "shape.heads")
    return transpose(graph.node("Reshape", [x, shape]), isGrouped ? [0, 2, 1, 3] : [0, 3, 1, 2])
  }

  public func joined(_ x: Value, heads: Int, order: HeadOrder) -> Value {
    let shape = graph.constant([0, 0, -1], named: "shape.channels")
    return graph.node("Reshape", [transpose(x, order == .grouped ? [0, 2, 1, 3] : [0, 2, 3, 1]), shape])
  }

  public func parts(_ x: Value, axis: Int, sizes: [Int]) -> [Value] {
    graph.nodes("Split", [x, graph.integers(sizes)], ["axis": .int(axis)], outputs: sizes.count)
  }

  public func attention(query: Value, key: Value, value: Value, scale factor: Float, keyBias: Value?) -> Value {
    let products = graph.node("MatMul", [query, transpose(key, [0, 1, 3, 2])])
    let scaled = factor == 1 ? products : scale(products, by: factor)
    let scores = keyBias.map { add(scaled, $0) } ?? scaled
    return graph.node("MatMul", [softmax(scores, axis: 3), value])
  }

  public func innerProducts(_ a: Value, _ b: Value) -> Value {
    graph.node("MatMul", [a, transpose(b, [0, 2, 1])])
  }

  public func scope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    try graph.scope(name, body)
  }

  // MARK: Constants

  /// Returns a parameter as it is, under its published name.
  public func parameter(_ name: String) -> Value { weight(values(name), shape: tensor(name).shape, named: name) }

  private func weight(_ values: [Float], shape: [Int], named name: String) -> Value {
    guard storage.isHalf(name, rank: shape.count) else { return graph.constant(values, shape: shape, named: name) }
    if let value = widened[name] { return value }
    let bits = SuperposeCheckpoints.Tensor(shape: shape, values: values).f16Bits
    let value = graph.cast(graph.constant(f16Bits: bits, shape: shape, named: name), to: .float32)
    widened[name] = value
    return value
  }

  /// Returns the `[O, C, 1]` of a linear layer as the `[C, O]` that a product from the right takes.
  private func transposed(_ name: String) -> Value {
    let (outputs, inputs) = (tensor(name).shape[0], tensor(name).shape[1])
    let source = values(name)
    let target = [Float](unsafeUninitializedCapacity: source.count) { target, count in
      source.withUnsafeBufferPointer { Self.transpose($0, rows: outputs, columns: inputs, into: target) }
      count = source.count
    }
    return weight(target, shape: [inputs, outputs], named: name)
  }

  /// Transposes in strips of 16 rows, a cache line of the target, since twelve million numbers are transposed each time
  /// SuperGlue is loaded.
  private static func transpose(
    _ source: UnsafeBufferPointer<Float>, rows: Int, columns: Int, into target: UnsafeMutableBufferPointer<Float>
  ) {
    let strip = 16
    for first in stride(from: 0, to: rows, by: strip) {
      let last = min(first + strip, rows)
      for column in 0..<columns {
        for row in first..<last { target[column * rows + row] = source[row * columns + column] }
      }
    }
  }

  private func values(_ name: String) -> [Float] { tensor(name).values }

  private func tensor(_ name: String) -> SuperposeCheckpoints.Tensor {
    guard let tensor = parameters[name] else { preconditionFailure("no parameter named \(name)") }
    return tensor
  }
}
