import SuperposeInference
import SuperposeMatching
import SuperposeWeights

/// Where the networks run, and in which arithmetic: on a device of OpenVINO's or of libtorch's.
enum NetworkPlace: Sendable {
  case openVINO(InferenceRuntime, SessionOptions)
  case torch(TorchRuntime)

  init(_ configuration: InferenceConfiguration) throws {
    if TorchRuntime.isName(configuration.device) {
      self = .torch(
        try TorchRuntime(
          device: configuration.device, precision: configuration.precision, threads: configuration.threads))
    } else {
      let runtime = try InferenceRuntime()
      self = .openVINO(runtime, try SessionOptions(configuration, runtime))
    }
  }

  var precision: Precision {
    switch self {
    case .openVINO(_, let options): options.precision
    case .torch(let runtime): runtime.precision
    }
  }

  func superPoint(_ weights: LoadedWeights) throws -> SuperPoint {
    switch self {
    case .openVINO(let runtime, let options):
      let ranges = try weights.activationRanges(for: options.precision)
      return try SuperPoint(
        weights: weights.parameters, ranges: ranges, runtime: runtime, options: options,
        kept: weights.kept(.superpoint, ranges: ranges))
    case .torch(let runtime): return try SuperPoint(weights: weights.parameters, runtime: runtime)
    }
  }

  func superGlue(_ weights: LoadedWeights) throws -> SuperGlue {
    switch self {
    case .openVINO(let runtime, let options):
      try SuperGlue(
        weights: weights.parameters, runtime: runtime, options: options, kept: weights.kept(.superglue))
    case .torch(let runtime): try SuperGlue(weights: weights.parameters, runtime: runtime)
    }
  }
}
