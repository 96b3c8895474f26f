/// The arithmetic in which a network runs.
public enum Precision: String, Codable, CaseIterable, Hashable, Sendable {
  case f32
  /// 16-bit brain floats in the convolutions and products, and 32 bits at the outputs.
  case bf16
  /// 16-bit floats in the convolutions and products, and 32 bits at the outputs, on graphics processors.
  case f16
  /// 8-bit integers where a graph says so (SuperPoint's convolutions); all else in bf16 where the device computes in
  /// it, else in f32.
  case int8
}

/// Where and how a network runs.
public struct SessionOptions: Hashable, Sendable {
  /// An OpenVINO device name: `CPU`, `GPU`, `GPU.1`, `NPU`, `AUTO`, …
  public var device = "CPU"
  /// The arithmetic. It is always passed on, because OpenVINO by itself picks bf16 where the processor has it.
  public var precision = Precision.f32
  /// The number of threads of one inference; nil leaves it to OpenVINO.
  public var threads: Int?

  public init() {}

  /// The number of layers, each prepared for one shape, that OpenVINO keeps for the next time the shape occurs. By
  /// default it keeps 5000, and a long run over images and keypoint counts of every size grows by 2 to 5 MB a pair, to
  /// 5 GB after two thousand pairs. With a hundred, memory stops growing after the first dozens of pairs, at no
  /// measurable cost in time.
  private static let preparedLayers = 100

  func properties(on runtime: InferenceRuntime) -> [(key: String, value: String)] {
    let floats = precision == .int8 ? runtime.fastestFloats(device: device) : precision
    var properties = [
      ("INFERENCE_PRECISION_HINT", floats.rawValue), ("PERFORMANCE_HINT", "LATENCY"),
    ]
    // Other devices do not know the property and would refuse it.
    if device == "CPU" { properties.append(("CPU_RUNTIME_CACHE_CAPACITY", String(Self.preparedLayers))) }
    if let threads {
      properties.append(("INFERENCE_NUM_THREADS", String(threads)))
      // A network on fewer threads than there are cores is bound to the first ones, and so would be those of all other
      // processes beside it: two of one thread each took as long as one after the other.
      if device == "CPU" { properties.append(("ENABLE_CPU_PINNING", "NO")) }
    }
    return properties
  }
}
