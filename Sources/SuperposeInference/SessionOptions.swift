/// The arithmetic in which a network runs.
public enum Precision: String, Codable, CaseIterable, Hashable, Sendable {
  case f32
  /// 16-bit brain floats in the convolutions and products, 32 bits at the outputs.
  case bf16
}

/// Where and how a network runs.
public struct SessionOptions: Hashable, Sendable {
  /// An OpenVINO device name: `CPU`, `GPU`, `GPU.1`, `NPU`, `AUTO`, …
  public var device = "CPU"
  /// Always passed on: left alone, OpenVINO picks bf16 where the processor has it.
  public var precision = Precision.f32
  /// Threads of one inference; nil leaves it to OpenVINO.
  public var threads: Int?

  public init() {}

  var properties: [(key: String, value: String)] {
    var properties = [
      ("INFERENCE_PRECISION_HINT", precision.rawValue), ("PERFORMANCE_HINT", "LATENCY"),
    ]
    if let threads { properties.append(("INFERENCE_NUM_THREADS", String(threads))) }
    return properties
  }
}
