import ArgumentParser
import Superpose

struct NetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The networks' arithmetic: f32, bf16, or int8 for SuperPoint (SuperGlue as by default). (default: bf16 where the device computes in it, else f32)",
      valueName: "format"))
  var precision: Precision?

  @Option(help: ArgumentHelp("An OpenVINO device: cpu, gpu, gpu.1, npu, auto, ...", valueName: "name"))
  var device = SharedOptions.defaults.inference.device.lowercased()

  @Option(help: ArgumentHelp("Threads of the networks. (default: one for each core)", valueName: "count"))
  var threads: Int?

  @OptionGroup var weights: WeightsOptions

  func fill(_ configuration: inout RegistrationConfiguration) {
    configuration.inference.precision = precision
    configuration.inference.device = device.uppercased()
    configuration.inference.threads = threads
  }
}
