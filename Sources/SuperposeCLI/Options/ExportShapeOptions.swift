import ArgumentParser
import Superpose
import SuperposeExport

/// What an exported graph takes, and for which runtimes it is made.
struct ExportShapeOptions: ParsableArguments {
  private static var defaults: ExportOptions { ExportOptions() }

  @Option(
    help: ArgumentHelp(
      "dynamic: any size and number of keypoints. static: every shape fixed, for TensorRT; needs --size, and --max-keypoints is the number of rows, up to \(ExportOptions.largestStaticCount).",
      valueName: "form"))
  var form = defaults.form

  @Option(
    help: ArgumentHelp("The images' size, WxH. (default: any)", valueName: "size"),
    transform: { text in
      guard case .exact(let size)? = ResizePolicy(text) else { throw ValidationError("expected WxH") }
      return size
    })
  var size: ImageSize?

  @Option(help: ArgumentHelp("Pairs or images at once; more than one in the static form only.", valueName: "count"))
  var batch = defaults.batch

  @Option(help: ArgumentHelp("The version of ONNX's operator set, 16 to 21.", valueName: "version"))
  var opset = defaults.opset

  @Option(
    help: ArgumentHelp("How weights are stored: f32, f16, or int8 for SuperPoint's convolutions.", valueName: "format"))
  var precision = defaults.precision

  func fill(_ options: inout ExportOptions) {
    options.form = form
    options.size = size
    options.batch = batch
    options.opset = opset
    options.precision = precision
  }
}
