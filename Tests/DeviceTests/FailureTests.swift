import Foundation
import Superpose
import SuperposeInference
import SuperposeTorch
import TestSupport
import Testing

@testable import SuperposeMatching

@Suite struct FailureTests {
  @Test func tooLittleMemoryIsSaid() throws {
    let runtime = try torch()
    let error = #expect(throws: InferenceError.self) {
      try runtime.run { Torch.call("empty", "memory_format", .ints([1 << 50])).floats().count }
    }
    #expect(error?.kind == .outOfMemory)
    #expect(error?.message.contains("take a smaller size (--resize) or fewer keypoints") == true)
  }

  /// What follows from a refused operation is not computed, and the next piece of work is.
  @Test func whatLibtorchRefusesIsAnError() throws {
    let runtime = try torch()
    let error = #expect(throws: InferenceError.self) {
      try runtime.run {
        let product = TorchTensor([1, 2] as [Float], [1, 2]).matmul(TorchTensor([1, 2, 3] as [Float], [1, 3]))
        return product.suppressed(radius: 4).scores.peakOffsets(at: product).floats()
      }
    }
    #expect(error?.kind == .runtime && error?.operation == "aten::matmul")
    #expect(try runtime.run { (TorchTensor([1, 2] as [Float], [2]) * 2).floats() } == [2, 4])
  }

  @Test(arguments: [("CUDA:x", "cuda:x"), ("CUDA:-1", "cuda:-1")])
  func aDeviceHasANumber(_ name: String, _ words: String) {
    let error = #expect(throws: InferenceError.self) { try TorchRuntime(device: name, precision: nil) }
    #expect(error?.message.hasPrefix("expected cuda or cuda:N with the number of a device, found \(words)") == true)
  }
}

/// The program with what it finds on a machine.
@Suite struct ProgramTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func run(_ device: String, _ environment: [String: String] = [:]) throws -> Command.Outcome {
    let program = Bundle.main.bundleURL.appendingPathComponent("superpose").path
    return try Command.run(
      [program, "match", root + "/examples/a.jpg", root + "/examples/b.jpg", "--resize", "160", "--device", device],
      environment)
  }

  private func expect(
    _ device: String, _ environment: [String: String], says problem: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(device, environment)
    #expect(outcome.status == 69, sourceLocation: sourceLocation)
    #expect(
      outcome.text.contains("superpose: device: " + problem) && outcome.text.contains("(--device cpu)"),
      "\(outcome.text)", sourceLocation: sourceLocation)
  }

  /// Makes a driver that has one device and cannot compute, and returns the environment that finds it.
  private func driver(code: Int = 0, devices: Int = 1) throws -> [String: String] {
    let source = try scratch.write(
      "driver.c",
      """
      int cuInit(unsigned flags) { return \(code); }
      int cuDeviceGetCount(int *count) { *count = \(devices); return 0; }
      int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return 0; }
      """)
    let library = scratch.path("libcuda.so.1")
    let built = try Command.run(["clang", "-shared", "-fPIC", "-o", library, source])
    try #require(built.status == 0, "\(built.text)")
    let others = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ":" + $0 } ?? ""
    return ["LD_LIBRARY_PATH": scratch.path + others]
  }

  @Test func matchesOnTheProcessor() throws {
    let outcome = try run("torch-cpu")
    #expect(outcome.status == 0 && outcome.text.contains("matches"), "\(outcome.text)")
  }

  @Test func noDriver() throws {
    try expect("cuda", [:], says: "found no NVIDIA driver (libcuda.so.1): install it")
  }

  @Test func aDriverThatDoesNotStart() throws {
    try expect(
      "cuda", try driver(code: 100), says: "NVIDIA's driver refuses to start (error 100): see whether nvidia-smi")
  }

  @Test func noDevice() throws {
    try expect("cuda", try driver(devices: 0), says: "NVIDIA's driver finds no device: see whether nvidia-smi")
  }

  @Test func noSuchDevice() throws {
    try expect("cuda:7", try driver(), says: "found no device cuda:7: name one that is there (cuda:0)")
  }

  @Test func noCUDA() throws {
    try expect("cuda", try driver(), says: "the libtorch in ")
  }

  @Test func noLibrary() throws {
    try expect(
      "torch-cpu", ["SUPERPOSE_TORCH": scratch.path],
      says: "SUPERPOSE_TORCH: expected a folder with libtorch's lib and include, found \(scratch.path)")
    // Nothing is named, nothing is fetched, and Python has none.
    try expect(
      "torch-cpu",
      ["SUPERPOSE_TORCH": "", "XDG_CACHE_HOME": scratch.path("cache"), "PYTHONPATH": "", "PYTHONHOME": "/"],
      says: "found no libtorch, on which networks run on a GPU: install PyTorch for it")
  }

  @Test func aDamagedLibrary() throws {
    for library in ["libc10.so", "libtorch_cpu.so"] { try scratch.write("torch/lib/" + library, "no library") }
    try scratch.write("torch/include/ATen/ATen.h", "")
    let version = ["MAJOR 2", "MINOR 11", "PATCH 0"].map { "#define TORCH_VERSION_\($0)\n" }.joined()
    try scratch.write("torch/include/torch/headeronly/version.h", version)
    try expect(
      "torch-cpu", ["SUPERPOSE_TORCH": scratch.path],
      says: "the libtorch in \(scratch.path)/torch/lib cannot be loaded")
  }

  @Test(arguments: ["1.13.1", "2.1.0"])
  func anotherVersion(_ version: String) throws {
    for library in ["libc10.so", "libtorch_cpu.so"] { try scratch.write("lib/" + library, "") }
    try scratch.write("include/ATen/ATen.h", "")
    let parts = zip(["MAJOR", "MINOR", "PATCH"], version.split(separator: "."))
    try scratch.write(
      "include/torch/csrc/api/include/torch/version.h", parts.map { "#define TORCH_VERSION_\($0) \($1)\n" }.joined())
    try expect(
      "torch-cpu", ["SUPERPOSE_TORCH": scratch.path], says: "expected libtorch 2.7 or a later 2.x, found \(version)")
  }

  @Test(arguments: [("cuda", "int8", "f32, bf16 or f16 on cuda"), ("cpu", "f16", "f32, bf16 or int8 on the processor")])
  func anArithmeticThatADeviceHasNot(_ device: String, _ precision: String, _ expected: String) throws {
    let program = Bundle.main.bundleURL.appendingPathComponent("superpose").path
    let outcome = try Command.run(
      [program, "detect", root + "/examples/a.jpg", "--device", device, "--precision", precision])
    #expect(outcome.status == 64 && outcome.text.contains("--precision: expected \(expected), found \(precision)."))
  }
}
