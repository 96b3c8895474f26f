import ArgumentParser
import Superpose

/// The device and the arithmetic of the networks. The preset decides about options that are not given.
struct NetworkOptions: ParsableArguments {
  private static var defaults: InferenceConfiguration { InferenceConfiguration() }

  @Option(
    help: ArgumentHelp(
      "The networks' arithmetic: f32, bf16, f16 on a GPU, or int8 for SuperPoint on the processor (SuperGlue in bf16 "
        + "or f32). (default: int8 where processor and weights allow it, else bf16 where the device computes in it, "
        + "else f32)",
      valueName: "format"))
  var precision: Precision?

  @Option(
    help: ArgumentHelp(
      "Where networks run: cpu; cuda or cuda:N for an NVIDIA GPU, which takes PyTorch (docs/gpu.md); or another device "
        + "of OpenVINO's, such as gpu, npu, auto. (default: \(defaults.device.lowercased()))",
      valueName: "name"))
  var device: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads of the networks. (default: one for each core)", valueName: "count"))
  var threads: Int?

  func fill(_ configuration: inout RegistrationConfiguration) {
    if let precision { configuration.inference.precision = precision }
    if let device { configuration.inference.device = device.uppercased() }
    if let threads { configuration.inference.threads = threads }
  }
}

/// The weights of both networks.
struct WeightsOptions: ParsableArguments {
  @OptionGroup private var point: SuperPointWeightsOptions

  @Option(help: ArgumentHelp("Likewise. (default: the list's default)", valueName: "weights"))
  var superglueWeights: String?

  var superpointWeights: String? { point.superpointWeights }

  var superPoint: WeightsChoice? { point.superPoint }

  /// The weights of a preset, unless any are named: those belong to others.
  func choices(for preset: RegistrationPreset) -> (superPoint: WeightsChoice?, superGlue: WeightsChoice?) {
    superPoint == nil && superglueWeights == nil ? (preset.superPoint, preset.superGlue) : (superPoint, superGlue)
  }

  var superGlue: WeightsChoice? { superglueWeights.map(Environment.library.choice) }

  /// Says where SuperPoint was chosen and SuperGlue was not: a SuperGlue fits the features that it learnt from.
  func doubts() throws -> [String] {
    guard superglueWeights == nil, let superpointWeights, let superPoint,
      try !Environment.library.isDefault(superPoint, for: .superpoint)
    else { return [] }
    return [
      "the default SuperGlue learnt other features than those of \(superpointWeights): name the one that belongs to it "
        + "with --superglue-weights ('start' fits any SuperPoint)"
    ]
  }
}

/// The weights of SuperPoint.
struct SuperPointWeightsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A .pth or .safetensors file, or a name of 'superpose weights list'. (default: the list's default)",
      valueName: "weights"))
  var superpointWeights: String?

  var superPoint: WeightsChoice? { superpointWeights.map(Environment.library.choice) }
}
