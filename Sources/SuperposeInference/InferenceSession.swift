import COpenVINO
public import Foundation
import SuperposeFiles

/// A compiled network.
///
/// Several threads may share it: their calls wait for each other, since one run uses every core already.
public final class InferenceSession: @unchecked Sendable {
  private let runtime: InferenceRuntime
  /// What the network was loaded from. It goes on reading its constants there.
  private let file: MappedFile?
  private let compiled: OpaquePointer
  private let request: OpaquePointer
  /// Held while the request runs and its outputs are read.
  private let lock = NSLock()
  private let outputCount: Int

  /// Compiles an ONNX model and checks it against what the program will feed and read.
  ///
  /// - Parameters:
  ///   - model: The bytes of an ONNX file.
  ///   - inputs: The contract of every input, in order; ``run(_:_:)`` takes values in the same order.
  ///   - outputs: The contract of every output, in order.
  ///   - runtime: The runtime that compiles the model.
  ///   - options: The device, the arithmetic and the number of threads.
  /// - Throws: ``InferenceError`` where the device is missing, the model breaks the contract, or the runtime refuses
  ///   it.
  public convenience init(
    model: Data, inputs: [TensorContract], outputs: [TensorContract], runtime: InferenceRuntime, options: SessionOptions
  ) throws(InferenceError) {
    try runtime.requireDevice(options.device)
    try self.init(
      try Self.compile(model, runtime, options), inputs: inputs, outputs: outputs, runtime: runtime)
  }

  /// Loads a compiled network that was kept, or compiles and keeps it.
  ///
  /// - Parameters:
  ///   - kept: Where it is kept; nil where it is not.
  ///   - inputs: The contract of every input, in order.
  ///   - outputs: The contract of every output, in order.
  ///   - runtime: The runtime that compiles the model.
  ///   - options: The device, the arithmetic and the number of threads.
  ///   - model: Makes the bytes of an ONNX file, where they are needed.
  /// - Throws: What `model` throws, or ``InferenceError`` as without anything kept.
  public convenience init(
    kept: KeptNetwork?, inputs: [TensorContract], outputs: [TensorContract], runtime: InferenceRuntime,
    options: SessionOptions, model: () throws -> Data
  ) throws {
    try runtime.requireDevice(options.device)
    guard let kept else {
      try self.init(
        try Self.compile(try model(), runtime, options), inputs: inputs, outputs: outputs, runtime: runtime)
      return
    }
    let path = kept.path(options, runtime)
    if let (file, count) = kept.networks.file(path),
      let (compiled, own) = try? Self.load(file, count, options, like: runtime),
      let parts = try? Parts(compiled, inputs, outputs)
    {
      self.init(parts, runtime: own, file: file)
      return
    }
    let compiled = try Self.compile(try model(), runtime, options)
    // Without it, the next run takes longer, and nothing else.
    try? kept.networks.write(path) { path in
      try checked("ov_compiled_model_export_model") { ov_compiled_model_export_model(compiled, path) }
    }
    try self.init(compiled, inputs: inputs, outputs: outputs, runtime: runtime)
  }

  private convenience init(
    _ compiled: OpaquePointer, inputs: [TensorContract], outputs: [TensorContract], runtime: InferenceRuntime
  ) throws(InferenceError) {
    self.init(try Parts(compiled, inputs, outputs), runtime: runtime)
  }

  private init(_ parts: Parts, runtime: InferenceRuntime, file: MappedFile? = nil) {
    (self.runtime, self.file) = (runtime, file)
    (compiled, request, outputCount) = (parts.compiled, parts.request, parts.outputCount)
  }

  /// A compiled network that keeps its contract.
  private struct Parts {
    let compiled: OpaquePointer
    let request: OpaquePointer
    let outputCount: Int

    /// Takes the compiled network over, and frees it where it breaks the contract.
    init(
      _ compiled: OpaquePointer, _ inputs: [TensorContract], _ outputs: [TensorContract]
    ) throws(InferenceError) {
      do {
        try Port.check(compiled, inputs: inputs, outputs: outputs)
        request = try made("ov_compiled_model_create_infer_request") {
          ov_compiled_model_create_infer_request(compiled, &$0)
        }
      } catch {
        ov_compiled_model_free(compiled)
        throw error
      }
      self.compiled = compiled
      outputCount = outputs.count
    }
  }

  deinit {
    ov_infer_request_free(request)
    ov_compiled_model_free(compiled)
  }

  /// Runs the network and passes its outputs to `body`. They are valid only inside it.
  ///
  /// - Parameters:
  ///   - inputs: The values of every input, in the order of the contracts.
  ///   - body: Reads the outputs, in the order of the contracts.
  /// - Throws: ``InferenceError`` where the runtime fails, or what `body` throws.
  public func run<Result>(
    _ inputs: [InputTensor], _ body: ([OutputTensor]) throws -> Result
  ) throws -> Result {
    try lock.withLock {
      for (index, input) in inputs.enumerated() { try input.set(at: index, of: request) }
      try checked("ov_infer_request_infer") { ov_infer_request_infer(request) }
      let outputs = try OutputHandles(of: request, count: outputCount)
      return try withExtendedLifetime(outputs) { try body(try outputs.views()) }
    }
  }

  private static func parse(_ model: Data, _ runtime: InferenceRuntime) throws(InferenceError) -> OpaquePointer {
    try made("ov_core_read_model_from_memory_buffer") { parsed in
      model.withUnsafeBytes { bytes in
        let start = bytes.bindMemory(to: CChar.self).baseAddress
        return ov_core_read_model_from_memory_buffer(runtime.core, start, bytes.count, nil, &parsed)
      }
    }
  }

  /// Loads what ``CompiledNetworks`` keep. A loaded network takes its properties from the runtime, so that it has one
  /// of its own, which has to live as long as the network does.
  private static func load(
    _ file: MappedFile, _ count: Int, _ options: SessionOptions, like runtime: InferenceRuntime
  ) throws -> (OpaquePointer, InferenceRuntime) {
    let own = try InferenceRuntime()
    for (key, value) in options.properties(on: runtime) {
      try checked("ov_core_set_property") { superpose_ov_set_property(own.core, options.device, key, value) }
    }
    let compiled = try made("ov_core_import_model") { compiled in
      file.withBytes { bytes in
        ov_core_import_model(
          own.core, bytes.bindMemory(to: CChar.self).baseAddress, count, options.device, &compiled)
      }
    }
    return (compiled, own)
  }

  private static func compile(
    _ model: Data, _ runtime: InferenceRuntime, _ options: SessionOptions
  ) throws(InferenceError) -> OpaquePointer {
    let parsed = try parse(model, runtime)
    defer { ov_model_free(parsed) }
    return try compile(parsed, runtime, options)
  }

  private static func compile(
    _ model: OpaquePointer, _ runtime: InferenceRuntime, _ options: SessionOptions
  ) throws(InferenceError) -> OpaquePointer {
    do {
      return try made("ov_core_compile_model_props") { compiled in
        withProperties(options.properties(on: runtime)) { properties in
          ov_core_compile_model_props(
            runtime.core, model, options.device, properties.count, properties, &compiled)
        }
      }
    } catch  where options.device != "CPU" {
      // Some failures have nothing to do with the network; the processor runs it all the same.
      let reason = error.message.split(separator: "\n").last.map(String.init) ?? error.message
      throw .device("found \"\(options.device)\", which refuses: \(reason)", here: try runtime.devices())
    }
  }
}
