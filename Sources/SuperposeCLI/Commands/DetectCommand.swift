import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeImaging

struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Finds keypoints in images.", discussion: "Runs SuperPoint alone.")

  @Argument(help: ArgumentHelp("The images.", valueName: "image"))
  var images: [String]

  @Option(help: ArgumentHelp("Draw the images side by side with a circle round each keypoint.", valueName: "file"))
  var draw: String?

  @Option(
    help: ArgumentHelp(
      "Write keypoints, scores and descriptors as NumPy arrays: to a file for one image, for several or with a / "
        + "at the end to a folder with NAME.npz for each.",
      valueName: "path"))
  var npz: String?

  @Option(
    help: ArgumentHelp("How the drawn images stand, ROWSxCOLUMNS. (default: in one row)", valueName: "grid"),
    transform: Grid.init(argument:))
  var grid: Grid?

  @OptionGroup(title: "What takes part") var masks: SingleMaskOptions
  @OptionGroup(title: "Drawing") var style: DrawingOptions
  @OptionGroup var shared: DetectionOptions

  func validate() throws { try grid?.require(roomFor: images.count) }

  func run() throws {
    let arrays = try npz.map { try FeatureFiles($0, images: images) }
    let drawing = try draw.map { try PictureFile($0, inputs: images) }
    let participation = try masks.participation()
    let detector = try shared.detector()
    let pictures = try images.map { try Image(contentsOf: URL(path: $0)) }
    for (path, picture) in zip(images, pictures) { shared.output.note(picture.warnings.map { "\(path): \($0)" }) }
    let features = try pictures.map { try detector.detect($0, participation: participation) }
    try arrays?.write(features)
    try drawing?.write(
      Figure.keypoints(of: features, on: pictures, rows: grid?.rows, columns: grid?.columns, style: style.style))
    let found = zip(features, images).map { DetectionReport.ImageKeypoints($0, file: URL(path: $1)) }
    let report = DetectionReport(images: found, detector: detector)
    try shared.output.present(json: report, summary: summary(report))
  }

  private func summary(_ report: DetectionReport) -> String {
    var table = Table()
    for image in report.images { table.row("\(image.keypoints.count)", image.path) }
    UsedWeights(report.weights).add(to: &table)
    let written = [npz, draw].compactMap { $0 }
    if !written.isEmpty { table.row("written", written.joined(separator: ", ")) }
    return Style.bold("keypoints") + "\n" + table.text
  }
}
