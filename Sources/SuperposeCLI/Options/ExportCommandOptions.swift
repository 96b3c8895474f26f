import ArgumentParser
import Foundation
import Superpose
import SuperposeExport
import SuperposeFiles
import SuperposeImaging

/// How an exported graph selects keypoints and matches.
struct ExportSelectionOptions: ParsableArguments {
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var assignment: AssignmentOptions

  func fill(_ options: inout ExportOptions) {
    selection.fill(&options.extraction)
    assignment.fill(&options.matching)
  }
}

/// The shapes that an exported graph takes, and the runtimes for which it is made.
struct ExportShapeOptions: ParsableArguments {
  private static var defaults: ExportOptions { ExportOptions() }

  @Option(
    help: ArgumentHelp(
      "dynamic: any size and number of keypoints. static: every shape fixed, for TensorRT; needs --size, and "
        + "--max-keypoints is the number of rows, up to \(ExportOptions.largestStaticCount).",
      valueName: "form"))
  var form = defaults.form

  @Option(
    help: ArgumentHelp("The images' size, WxH. (default: any)", valueName: "size"),
    transform: ImageSize.init(argument:))
  var size: ImageSize?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Pairs or images at once; more than one in the static form only.", valueName: "count"))
  var batch = defaults.batch

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The version of ONNX's operator set, 16 to 21.", valueName: "version"))
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

/// How an exported file is checked.
struct VerificationOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo, help: "Run the written file and compare its answers with the program's own.")
  var verify = true

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Two images to try it on. (default: a pair that comes with the program)", valueName: "image"))
  var verifyWith: [String] = []

  func validate() throws {
    guard verifyWith.isEmpty || verifyWith.count == 2 else {
      throw ValidationError("--verify-with: expected two images, found \(verifyWith.count).")
    }
  }

  /// Returns the pair for the check, or nil where the check was declined.
  func pair() throws -> VerificationPair? {
    guard verify else { return nil }
    guard verifyWith.count == 2 else { return try VerificationPair.builtIn() }
    return VerificationPair(
      try Image(contentsOf: URL(path: verifyWith[0])), try Image(contentsOf: URL(path: verifyWith[1])))
  }
}
