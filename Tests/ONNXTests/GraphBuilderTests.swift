import Foundation
import SwiftProtobuf
import Testing

@testable import SuperposeONNX

private func decoded(_ build: (GraphBuilder) -> Void, opset: Int = 17) throws -> Onnx_ModelProto {
  let graph = GraphBuilder(name: "test", opset: opset)
  build(graph)
  return try Onnx_ModelProto(serializedBytes: try graph.model(metadata: ["b": "2", "a": "1"]))
}

@Test func namesAreUniqueAndCarryTheirScopes() throws {
  let model = try decoded { graph in
    let x = graph.input("x", .float32, [1])
    graph.scope("a") { graph.scope("b") { _ = [graph.node("Relu", [x]), graph.node("Relu", [x])] } }
    graph.node("Relu", [x])
  }
  #expect(model.graph.node.map(\.name) == ["a/b/Relu", "a/b/Relu.1", "Relu"])
  #expect(Set(model.graph.node.flatMap(\.output)).count == 3)
}

@Test func anInitialiserIsStoredOnceUnderItsName() throws {
  let model = try decoded { graph in
    for _ in 0..<2 { _ = graph.constant([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3], named: "w") }
    _ = graph.constant([7, 8] as [Int], named: "axes")
  }
  #expect(model.graph.initializer.map(\.name) == ["w", "axes"])
  #expect(model.graph.initializer[0].dims == [2, 3])
  #expect(model.graph.initializer[0].rawData.count == 24)
  #expect(model.graph.initializer[1].dataType == Int32(Onnx_TensorProto.DataType.int64.rawValue))
}

@Test func anOutputRenamesItsEdgeEverywhere() throws {
  let model = try decoded { graph in
    let y = graph.node("Relu", [graph.input("x", .float32, ["n", 3])])
    graph.node("Neg", [y])
    graph.output(y, as: "y", .float32, ["n", 3])
  }
  #expect(model.graph.node.map(\.opType) == ["Relu", "Neg"])
  #expect(model.graph.node[0].output == ["y"])
  #expect(model.graph.node[1].input == ["y"])
  #expect(model.graph.output[0].type.tensorType.shape.dim.map(\.dimParam) == ["n", ""])
  #expect(model.graph.output[0].type.tensorType.shape.dim[1].dimValue == 3)
}

@Test func whatNoOutputNeedsIsRemoved() throws {
  let model = try decoded { graph in
    let x = graph.input("x", .float32, [1])
    let y = graph.node("Add", [x, graph.constant([1] as [Float], shape: [], named: "one")])
    let unused = graph.node("Mul", [y, graph.constant([2] as [Float], shape: [], named: "two")])
    graph.node("Neg", [unused])
    graph.output(graph.node("Relu", [y]), as: "y", .float32, [1])
    graph.removeUnused()
  }
  #expect(model.graph.node.map(\.opType) == ["Add", "Relu"])
  #expect(model.graph.initializer.map(\.name) == ["one"])
}

@Test func attributesKeepTheirTypes() throws {
  let model = try decoded { graph in
    graph.node("Op", [], ["i": .int(-3), "l": .ints([1, 2]), "f": .float(0.5), "s": .string("é")])
  }
  let attributes = Dictionary(uniqueKeysWithValues: model.graph.node[0].attribute.map { ($0.name, $0) })
  #expect(attributes["i"]?.i == -3 && attributes["i"]?.type == .int)
  #expect(attributes["l"]?.ints == [1, 2] && attributes["l"]?.type == .ints)
  #expect(attributes["f"]?.f == 0.5 && attributes["f"]?.type == .float)
  #expect(attributes["s"]?.s == Data("é".utf8) && attributes["s"]?.type == .string)
}

@Test(arguments: [(16, 8), (17, 8), (18, 8), (19, 9), (20, 9), (21, 10)])
func theFormatVersionGoesWithTheOperatorSet(_ opset: Int, _ irVersion: Int64) throws {
  let model = try decoded({ _ in }, opset: opset)
  #expect(model.irVersion == irVersion)
  #expect(model.opsetImport.map(\.version) == [Int64(opset)])
  #expect(model.metadataProps.map(\.key) == ["a", "b"])
}
