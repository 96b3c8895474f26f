import ArgumentParser
import Superpose
import SuperposeExport

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes the networks as ONNX files for other runtimes.",
    discussion: """
      registration: two images to matched points. superpoint: an image to keypoints, scores and descriptors. \
      superglue: two sets of keypoints to matches both ways.

      The written file is read back, run by OpenVINO in 32 bits on a pair of photographs, and compared with the \
      program's own answers; where they differ the file is not kept and the exit code is 70.
      """)

  @Argument(help: ArgumentHelp("registration, superpoint or superglue.", valueName: "graph"))
  var graph: ExportKind

  @Option(name: .shortAndLong, help: ArgumentHelp("The ONNX file.", valueName: "file"))
  var output: String

  @OptionGroup(title: "Graph") var shape: ExportShapeOptions
  @OptionGroup(title: "Keypoints and matches") var selection: ExportSelectionOptions
  @OptionGroup(title: "Verification") var verification: VerificationOptions
  @OptionGroup(title: "Networks") var weights: WeightsOptions
  @OptionGroup(title: "Output") var printing: OutputOptions

  func validate() throws {
    do {
      try options.validate()
    } catch {
      let option = Self.optionNames[error.option] ?? "--" + error.option
      throw ValidationError("\(option): expected \(error.expected), found \(error.found).")
    }
  }

  func run() throws {
    let file = try OutputFile(output, inputs: verification.verifyWith)
    let pair = try verification.pair()
    let exporter = try Exporter(
      graph, options: options, library: Environment.library, superPoint: weights.superPoint,
      superGlue: weights.superGlue)
    let report = try exporter.write(to: file.url, verifyingOn: pair)
    try printing.present(json: report, summary: summary(report))
  }

  private var options: ExportOptions {
    var options = ExportOptions()
    shape.fill(&options)
    selection.fill(&options)
    return options
  }

  /// The names of options that differ from those of their fields in the library.
  private static let optionNames = [
    "detectionThreshold": "--threshold", "maxKeypoints": "--max-keypoints", "nonMaximumRadius": "--nms-radius",
    "borderPixels": "--border", "matchThreshold": "--match-threshold", "sinkhornIterations": "--sinkhorn-iterations",
  ]

  private func summary(_ report: ExportReport) -> String {
    var table = Table()
    let shape = report.options
    let size = shape.size.map { "\($0)" } ?? "any size"
    table.row(
      "form", "\(shape.form.rawValue), \(size), operator set \(shape.opset), weights in \(shape.precision.rawValue)")
    table.row("inputs", report.inputs.joined(separator: ", "))
    table.row("outputs", report.outputs.joined(separator: ", "))
    table.row("verified", report.verification?.summary ?? "not asked for")
    UsedWeights(report.weights).add(to: &table)
    table.row("written", "\(report.path) (\(report.byteCount / 1_000_000) MB, \(report.nodeCount) nodes)")
    return Style.bold("exported \(report.graph.rawValue)") + "\n" + table.text
  }
}
