public import Foundation

/// Records an ONNX graph node by node.
///
/// Names of nodes are unique and begin with the scope in which they were added, `gnn/layers.0/attn/MatMul`, so that a
/// viewer groups them. An initialiser that is asked for twice under one name is stored once.
public final class GraphBuilder {
  /// The version of ONNX's operator set whose rules the nodes follow.
  public let opset: Int
  private var graph = Onnx_GraphProto()
  private var scopes: [String] = []
  private var namesTaken: [String: Int] = [:]
  private var initializers: Set<String> = []

  public init(name: String, opset: Int = 17) {
    self.opset = opset
    graph.name = name
  }

  /// Runs `body` and puts `name/` before the names of the nodes that it adds.
  public func scope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    scopes.append(name)
    defer { scopes.removeLast() }
    return try body()
  }

  public func input(_ name: String, _ type: ElementType = .float32, _ shape: [Dimension]) -> Value {
    graph.input.append(valueInfo(name, type, shape))
    return Value(name: name)
  }

  /// Declares a value as an output of the graph, under a name of its own. The edge is renamed and no node is added, so
  /// that whatever is built on the value afterwards must use the value that is returned.
  @discardableResult
  public func output(
    _ value: Value, as name: String, _ type: ElementType = .float32, _ shape: [Dimension]
  ) -> Value {
    for index in graph.node.indices {
      graph.node[index].input = graph.node[index].input.map { $0 == value.name ? name : $0 }
      graph.node[index].output = graph.node[index].output.map { $0 == value.name ? name : $0 }
    }
    graph.output.append(valueInfo(name, type, shape))
    return Value(name: name)
  }

  /// Adds a node with one output.
  @discardableResult
  public func node(_ operation: String, _ inputs: [Value], _ attributes: [String: Attribute] = [:]) -> Value {
    nodes(operation, inputs, attributes, outputs: 1)[0]
  }

  /// Adds a node with several outputs.
  public func nodes(
    _ operation: String, _ inputs: [Value], _ attributes: [String: Attribute] = [:], outputs: Int
  ) -> [Value] {
    var node = Onnx_NodeProto()
    node.opType = operation
    node.name = unique((scopes + [operation]).joined(separator: "/"))
    node.input = inputs.map(\.name)
    node.output = (0..<outputs).map { $0 == 0 ? node.name + ":out" : node.name + ":out\($0)" }
    node.attribute = attributes.sorted { $0.key < $1.key }.map(message)
    graph.node.append(node)
    return node.output.map { Value(name: $0) }
  }

  /// Adds a constant tensor of 32-bit floats in row-major order.
  public func constant(_ values: [Float], shape: [Int], named name: String) -> Value {
    initializer(name, .float32, shape) { values.withUnsafeBytes { Data($0) } }
  }

  /// Adds a constant tensor of 64-bit integers, which is a vector unless a shape is given.
  public func constant(_ values: [Int], shape: [Int]? = nil, named name: String) -> Value {
    initializer(name, .int64, shape ?? [values.count]) {
      values.map(Int64.init).withUnsafeBytes { Data($0) }
    }
  }

  /// Adds a constant tensor of 16-bit floats, given by their bits.
  public func constant(f16Bits bits: [UInt16], shape: [Int], named name: String) -> Value {
    initializer(name, .float16, shape) { bits.withUnsafeBytes { Data($0) } }
  }

  /// Adds a constant tensor of signed 8-bit integers.
  public func constant(int8 values: [Int8], shape: [Int], named name: String) -> Value {
    initializer(name, .int8, shape) { values.withUnsafeBytes { Data($0) } }
  }

  /// Adds a constant scalar, an unsigned 8-bit integer.
  public func constant(uint8 value: UInt8, named name: String) -> Value {
    initializer(name, .uint8, []) { Data([value]) }
  }

  /// Adds a constant tensor of truth values.
  public func constant(_ values: [Bool], shape: [Int], named name: String) -> Value {
    initializer(name, .bool, shape) { Data(values.map { $0 ? 1 : 0 }) }
  }

  /// Removes the nodes and constants on which no output depends.
  public func removeUnused() {
    var used = Set(graph.output.map(\.name))
    for node in graph.node.reversed() where node.output.contains(where: used.contains) { used.formUnion(node.input) }
    graph.node.removeAll { !$0.output.contains(where: used.contains) }
    graph.initializer.removeAll { !used.contains($0.name) }
    initializers.formIntersection(used)
  }

  /// Serialises the finished model.
  ///
  /// - Parameters:
  ///   - version: The version of the program that makes it.
  ///   - description: Free text that viewers show.
  ///   - metadata: Key-value pairs that runtimes can read.
  public func model(
    version: String = "", description: String = "", metadata: [String: String] = [:]
  ) throws -> Data {
    var model = Onnx_ModelProto()
    model.irVersion = Self.irVersion(opset: opset)
    model.producerName = "Superpose"
    if !version.isEmpty { model.producerVersion = version }
    if !description.isEmpty { model.docString = description }
    var operators = Onnx_OperatorSetIdProto()
    operators.version = Int64(opset)
    model.opsetImport = [operators]
    model.graph = graph
    model.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
      var entry = Onnx_StringStringEntryProto()
      entry.key = key
      entry.value = value
      return entry
    }
    return try model.serializedData()
  }

  /// Returns the IR version that ONNX published together with an operator set.
  static func irVersion(opset: Int) -> Int64 {
    switch opset {
    case ..<19: 8
    case ..<21: 9
    default: 10
    }
  }

  private func initializer(_ name: String, _ type: ElementType, _ shape: [Int], _ bytes: () -> Data) -> Value {
    if initializers.insert(name).inserted {
      var tensor = Onnx_TensorProto()
      tensor.name = name
      tensor.dataType = Int32(type.code.rawValue)
      tensor.dims = shape.map(Int64.init)
      tensor.rawData = bytes()
      graph.initializer.append(tensor)
    }
    return Value(name: name)
  }

  /// Returns the name itself the first time, then `name.1`, `name.2`, …
  private func unique(_ name: String) -> String {
    let earlier = namesTaken[name, default: 0]
    namesTaken[name] = earlier + 1
    return earlier == 0 ? name : "\(name).\(earlier)"
  }
}

private func valueInfo(_ name: String, _ type: ElementType, _ shape: [Dimension]) -> Onnx_ValueInfoProto {
  var info = Onnx_ValueInfoProto()
  info.name = name
  info.type.tensorType.elemType = Int32(type.code.rawValue)
  info.type.tensorType.shape.dim = shape.map { side in
    var dimension = Onnx_TensorShapeProto.Dimension()
    switch side {
    case .fixed(let number): dimension.dimValue = Int64(number)
    case .symbol(let symbol): dimension.dimParam = symbol
    }
    return dimension
  }
  return info
}

private func message(_ name: String, _ attribute: Attribute) -> Onnx_AttributeProto {
  var message = Onnx_AttributeProto()
  message.name = name
  switch attribute {
  case .int(let value):
    message.type = .int
    message.i = Int64(value)
  case .ints(let values):
    message.type = .ints
    message.ints = values.map(Int64.init)
  case .float(let value):
    message.type = .float
    message.f = value
  case .string(let value):
    message.type = .string
    message.s = Data(value.utf8)
  }
  return message
}
