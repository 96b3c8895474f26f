import Foundation
import Testing

@testable import SuperposeCheckpoints

private func withParameters(_ tensors: [String: Tensor], _ body: (Checkpoint) throws -> Void) throws {
  try Fixture.withFolder { folder throws in
    let path = folder.appendingPathComponent("net.safetensors").path
    try SafetensorsWriter.write(tensors, precision: .f32, to: URL(filePath: path))
    try body(try Checkpoint(contentsOf: URL(filePath: path)))
  }
}

private let weight = Tensor(shape: [2, 1], values: [1, 2])

@Test func parametersThatMatchAreReturnedWithoutCounters() throws {
  try withParameters(["a": weight, "bn.num_batches_tracked": Tensor(shape: [], values: [7])]) { checkpoint throws in
    let expected = [ParameterShape(name: "a", shape: [2, 1])]
    #expect(try checkpoint.parameters(matching: expected) == ["a": weight])
    let withCounter = expected + [ParameterShape(name: "other.num_batches_tracked", shape: [])]
    #expect(try checkpoint.parameters(matching: withCounter) == ["a": weight])
  }
}

@Test func oneErrorListsAllDifferences() throws {
  let found = [
    "a": weight, "b": weight, "extra": weight, "c": Tensor(shape: [3], values: [.nan, 1, -.infinity]),
  ]
  try withParameters(found) { checkpoint throws in
    let error = #expect(throws: CheckpointError.self) {
      try checkpoint.parameters(matching: [
        ParameterShape(name: "c", shape: [3]), ParameterShape(name: "b", shape: [1, 2]),
        ParameterShape(name: "a", shape: [2, 1]), ParameterShape(name: "gone.weight", shape: [4, 4]),
        ParameterShape(name: "gone.bias", shape: []),
      ])
    }
    #expect(error?.kind == .mismatch)
    #expect(
      error?.description == """
        \(checkpoint.file): The tensors are not the parameters that the network expects:
          2 missing: gone.bias [], gone.weight [4, 4]
          1 not expected: extra [2, 1]
          1 of another shape: b is [2, 1], expected [1, 2]
          1 with NaN or infinite values: c (2 of 3 values)
        Check that the file is a complete checkpoint of this network.
        """)
  }
}

@Test func longListsOfDifferencesAreCut() throws {
  try withParameters([:]) { checkpoint throws in
    let expected = (10..<62).map { ParameterShape(name: "p\($0)", shape: [$0]) }
    let error = #expect(throws: CheckpointError.self) { try checkpoint.parameters(matching: expected) }
    #expect(
      error?.problem == """
        The tensors are not the parameters that the network expects:
          52 missing: p10 [10], p11 [11], p12 [12], p13 [13], p14 [14], p15 [15], p16 [16], p17 [17], p18 [18], \
        p19 [19], p20 [20], p21 [21], and 40 more
        """)
  }
}
