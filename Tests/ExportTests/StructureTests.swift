import Foundation
import SuperposeCheckpoints
import SuperposeExport
import SuperposeNetworks
import SuperposeONNX
import Testing

/// The operators that the static form may use: those of TensorRT's parser since 8.5 (`docs/export.md` has the table).
private let allowed: Set<String> = [
  "Add", "And", "ArgMax", "Cast", "Concat", "Conv", "DepthToSpace", "Div", "Equal", "Exp", "GatherElements",
  "Greater", "GridSample", "Log", "MatMul", "Max", "MaxPool", "Min", "Mul", "Neg", "Not", "Or", "Pad", "ReduceMax",
  "ReduceSum", "Relu", "Reshape", "Slice", "Softmax", "Sqrt", "Squeeze", "Sub", "TopK", "Transpose", "Unsqueeze",
  "Where",
]

@Test(arguments: ExportKind.allCases, [(640, 640), (333, 250)])
func theStaticFormUsesOnlyOperatorsOfTensorRT(_ kind: ExportKind, _ size: (Int, Int)) throws {
  let summary = try ModelSummary(checking: try Subjects.model(kind, .test(.static, size: size, count: 300, batch: 3)))
  #expect(summary.operators.subtracting(allowed).isEmpty)
  #expect(summary.nodeCount > 90)
}

@Test func theDocumentedTableIsTheOneThatIsTested() throws {
  let document = try String(contentsOfFile: Subjects.repository + "/docs/export.md", encoding: .utf8)
  let rows = document.split(separator: "\n").filter { $0.hasPrefix("| `") }
  let documented = rows.flatMap { row in
    row.split(separator: "|")[0].split(separator: "`").map(String.init).filter { $0.first?.isLetter == true }
  }
  #expect(Set(documented) == allowed)
}

@Test(arguments: ExportKind.allCases, [ExportForm.dynamic, .static])
func weightsStandUnderTheirPublishedNames(_ kind: ExportKind, _ form: ExportForm) throws {
  let model = try Subjects.model(kind, .test(form, size: form == .static ? (64, 48) : nil, count: 20))
  // Protobuf stores names as plain bytes.
  func has(_ name: String) -> Bool { model.range(of: Data(name.utf8)) != nil }
  let point = ["conv1a.weight", "convDb.bias"]
  let glue = ["kenc.encoder.0.weight", "gnn.layers.17.attn.proj.2.weight", "final_proj.bias", "bin_score"]
  #expect(point.allSatisfy(has) == (kind != .superglue))
  #expect(glue.allSatisfy(has) == (kind != .superpoint))
}

@Test func sixteenBitWeightsHalveTheFile() throws {
  var options = ExportOptions.test()
  let full = try Subjects.model(.superglue, options).count
  options.precision = .f16
  let half = try Subjects.model(.superglue, options).count
  #expect(Double(half) / Double(full) < 0.53)
}

@Test func aModelThatDoesNotHoldTogetherIsRefused() throws {
  let graph = GraphBuilder(name: "broken")
  let x = graph.input("x", .float32, [1])
  graph.node("Add", [x, GraphBuilder(name: "other").input("stranger", .float32, [1])])
  let model = try graph.model()
  let error = #expect(throws: ModelError.self) { try ModelSummary(checking: model) }
  #expect(error?.description == "ONNX model: node Add uses \"stranger\", which nothing before it makes")
  #expect(throws: ModelError.self) { try ModelSummary(checking: Data("no model".utf8)) }
}
