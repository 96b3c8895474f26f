import Foundation
import SuperposeONNX
import Testing

@testable import SuperposeInference

/// Returns a model that computes y = 2 x for `[1, n]`.
private func doubler() throws -> Data {
  let graph = GraphBuilder(name: "doubler")
  let x = graph.input("x", .float32, [1, "n"])
  graph.output(graph.node("Mul", [x, graph.constant([2], shape: [], named: "two")]), as: "y", .float32, [1, "n"])
  return try graph.model()
}

private func session(
  inputs: [TensorContract] = [TensorContract("x", [1, nil])],
  outputs: [TensorContract] = [TensorContract("y", [1, nil])],
  device: String = "CPU"
) throws -> InferenceSession {
  var options = SessionOptions()
  options.device = device
  return try InferenceSession(
    model: try doubler(), inputs: inputs, outputs: outputs, runtime: try InferenceRuntime(), options: options)
}

private func error(_ work: () throws -> Void) -> String? {
  do {
    try work()
    return nil
  } catch { return "\(error)" }
}

@Test func aGraphRunsWithAnyLength() throws {
  let session = try session()
  for count in [1, 5, 3, 0] {
    let values = (0..<count).map(Float.init)
    let answer = try session.run([InputTensor(shape: [1, count], values: values)]) { Array($0[0].values) }
    #expect(answer == values.map { 2 * $0 })
  }
}

@Test func aBrokenContractNamesBothSides() {
  let message = error { _ = try session(outputs: [TensorContract("z", [1, nil, 3])]) }
  #expect(message == "model outputs: expected z f32 [1, ?, 3]; found y f32 [1, ?]")
  let inputs = error { _ = try session(inputs: [TensorContract("x", [1, nil]), TensorContract("w", [4])]) }
  #expect(inputs == "model inputs: expected x f32 [1, ?]; w f32 [4]; found x f32 [1, ?]")
}

@Test func anotherNameAloneBreaksTheContract() {
  let message = error { _ = try session(outputs: [TensorContract("z", [1, nil])]) }
  #expect(message == "model outputs: expected z f32 [1, ?]; found y f32 [1, ?]")
}

@Test(arguments: [
  ("TPU", "found \"TPU\", but it is not there"),
  ("HETERO:TPU,CPU", "found \"HETERO:TPU,CPU\", but it is not there"),
  ("MULTI:CPU,TPU(2)", "found \"MULTI:CPU,TPU(2)\", but it is not there"),
  ("HETERO", "found \"HETERO\", but it is not there"),
  ("NVIDIA.0", "found \"NVIDIA.0\", but an NVIDIA card is cuda or cuda:N"),
])
func aDeviceThatIsNotThereIsRefusedWithTheListOfThoseThatAre(_ device: String, _ problem: String) throws {
  let refusal = #expect(throws: InferenceError.self) { _ = try session(device: device) }
  #expect(refusal?.kind == .deviceNotAvailable)
  let message = try #require(refusal?.description)
  #expect(message.hasPrefix("device: expected a device that runs the networks, \(problem); here there is CPU"))
}

@Test(arguments: ["HETERO:CPU", "AUTO:CPU", "AUTO:-GPU", "MULTI:CPU(1)"])
func virtualDevicesOfThoseThatAreThereRun(_ device: String) throws {
  let answer = try session(device: device).run([InputTensor(shape: [1, 2], values: [1, 2])]) { Array($0[0].values) }
  #expect(answer == [2, 4])
}

@Test func bytesThatAreNoModelAreAnError() throws {
  #expect(throws: InferenceError.self) {
    try InferenceSession(
      model: Data("no model".utf8), inputs: [], outputs: [], runtime: try InferenceRuntime(), options: SessionOptions())
  }
}

@Test func severalThreadsShareASession() async throws {
  let session = try session()
  try await withThrowingTaskGroup(of: Bool.self) { group in
    for start in 0..<16 {
      group.addTask {
        let values = (0..<1000).map { Float($0 + start) }
        return try session.run([InputTensor(shape: [1, 1000], values: values)]) { Array($0[0].values) }
          == values.map { 2 * $0 }
      }
    }
    for try await isRight in group { #expect(isRight) }
  }
}

@Test func theRuntimeKnowsItsVersionAndDevices() throws {
  #expect(InferenceRuntime.version.hasPrefix("2026.4"))
  let devices = try InferenceRuntime().devices()
  #expect(devices.contains("CPU"))
}

/// Another device would refuse the property; without it a long run on the processor uses ever more memory.
@Test func onlyTheProcessorIsToldHowMuchToKeep() throws {
  let runtime = try InferenceRuntime()
  func keys(_ device: String) -> [String] {
    var options = SessionOptions()
    options.device = device
    return options.properties(on: runtime).map(\.key)
  }
  #expect(keys("CPU").contains("CPU_RUNTIME_CACHE_CAPACITY"))
  #expect(!keys("GPU").contains("CPU_RUNTIME_CACHE_CAPACITY"))
}

/// Processes with few threads each would otherwise share the first cores and leave the others idle.
@Test func fewThreadsAreNotBoundToTheFirstCores() throws {
  let runtime = try InferenceRuntime()
  var options = SessionOptions()
  options.threads = 1
  #expect(options.properties(on: runtime).contains { $0.key == "ENABLE_CPU_PINNING" && $0.value == "NO" })
  _ = try InferenceSession(
    model: try doubler(), inputs: [TensorContract("x", [1, nil])], outputs: [TensorContract("y", [1, nil])],
    runtime: runtime, options: options)
}
