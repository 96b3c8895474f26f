import COpenVINO
public import Foundation

/// A compiled network.
///
/// Several threads may share it: their calls wait for each other, since one run uses every core already.
public final class InferenceSession: @unchecked Sendable {
  private let runtime: InferenceRuntime
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
  public init(
    model: Data, inputs: [TensorContract], outputs: [TensorContract], runtime: InferenceRuntime, options: SessionOptions
  ) throws(InferenceError) {
    try runtime.requireDevice(options.device)
    let parsed = try Self.parse(model, runtime)
    defer { ov_model_free(parsed) }
    let compiled = try Self.compile(parsed, runtime, options)
    do {
      try Port.check(compiled, inputs: inputs, outputs: outputs)
      request = try made("ov_compiled_model_create_infer_request") {
        ov_compiled_model_create_infer_request(compiled, &$0)
      }
    } catch {
      ov_compiled_model_free(compiled)
      throw error
    }
    self.runtime = runtime
    self.compiled = compiled
    outputCount = outputs.count
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
