import SuperposeInference
import SuperposeMatching
import SuperposeWeights

/// Where the networks run, and in which arithmetic: on a device of OpenVINO's or of libtorch's.
enum NetworkPlace: Sendable {
  case openVINO(InferenceRuntime, SessionOptions)
  case torch(TorchRuntime)

  /// - Parameter superPoint: The weights that will run there. Where no precision is asked for and they know the ranges
  ///   of their activations, a processor that multiplies 8-bit integers does so: it is faster and loses nothing.
  init(_ configuration: InferenceConfiguration, superPoint: LoadedWeights) throws {
    if TorchRuntime.isName(configuration.device) {
      self = .torch(
        try TorchRuntime(
          device: configuration.device, precision: configuration.precision, threads: configuration.threads))
    } else {
      let runtime = try InferenceRuntime()
      var options = try SessionOptions(configuration, runtime)
      if configuration.precision == nil, runtime.multipliesIntegers(device: options.device),
        (try? superPoint.activationRanges()) != nil
      {
        options.precision = .int8
      }
      self = .openVINO(runtime, options)
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
