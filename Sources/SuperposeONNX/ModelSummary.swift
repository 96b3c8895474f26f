public import Foundation
import SwiftProtobuf

/// The contents of a finished ONNX model, found by reading its bytes and checking that they are consistent.
public struct ModelSummary: Sendable, Hashable {
  public let opset: Int
  public let nodeCount: Int
  /// The kinds of operators that occur in the graph.
  public let operators: Set<String>
  public let inputs: [String]
  public let outputs: [String]
  public let metadata: [String: String]

  /// Reads and checks a model.
  ///
  /// - Parameter model: The bytes of an ONNX file.
  /// - Throws: ``ModelError`` where a node uses a value that nothing before it makes, a name is made twice, an output
  ///   is not made, or a constant does not have as many bytes as its shape says.
  public init(checking model: Data) throws {
    let model = try Self.parsed(model)
    let graph = model.graph
    var made = Set(graph.input.map(\.name) + graph.initializer.map(\.name))
    for tensor in graph.initializer { try Self.check(tensor) }
    for node in graph.node {
      for input in node.input where !made.contains(input) {
        throw ModelError("node \(node.name) uses \"\(input)\", which nothing before it makes")
      }
      for output in node.output where !made.insert(output).inserted {
        throw ModelError("\"\(output)\" is made twice, the second time by node \(node.name)")
      }
    }
    for output in graph.output where !made.contains(output.name) {
      throw ModelError("nothing makes the output \"\(output.name)\"")
    }
    opset = Int(model.opsetImport.first?.version ?? 0)
    nodeCount = graph.node.count
    operators = Set(graph.node.map(\.opType))
    inputs = graph.input.map(\.name)
    outputs = graph.output.map(\.name)
    metadata = Dictionary(model.metadataProps.map { ($0.key, $0.value) }) { first, _ in first }
  }

  private static func parsed(_ model: Data) throws -> Onnx_ModelProto {
    do { return try Onnx_ModelProto(serializedBytes: model) } catch {
      throw ModelError("the bytes are no ONNX model: \(error)")
    }
  }

  private static func check(_ tensor: Onnx_TensorProto) throws {
    let width: Int
    switch Onnx_TensorProto.DataType(rawValue: Int(tensor.dataType)) {
    case .bool, .int8, .uint8: width = 1
    case .float16: width = 2
    case .float: width = 4
    case .int64: width = 8
    default: throw ModelError("constant \"\(tensor.name)\" has an element type that we do not write")
    }
    let expected = tensor.dims.reduce(width) { $0 * Int($1) }
    guard tensor.rawData.count == expected else {
      throw ModelError("constant \"\(tensor.name)\": expected \(expected) bytes, found \(tensor.rawData.count)")
    }
  }
}

/// The reason why an ONNX model is not consistent.
public struct ModelError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ problem: String) { description = "ONNX model: " + problem }
}
