import ArgumentParser
import Foundation
import Superpose
import SuperposeEvaluation
import SuperposeFiles

struct EvaluatePosesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poses", abstract: "Evaluates relative poses on pairs of images of calibrated cameras.",
    discussion: """
      Takes a list in the format of the SuperGlue paper: name0 name1 rotation0 rotation1 K0 (9 numbers) K1 (9) T_0to1 \
      (16). The pose comes from the essential matrix, by OpenCV's five-point method in RANSAC.
      """)

  @Argument(help: "The list of pairs.")
  var list: String

  @Option(help: ArgumentHelp("The folder that the names are relative to.", valueName: "folder"))
  var images: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The largest error of a match that supports the pose, in pixels of the image that the method saw.",
      valueName: "pixels"))
  var poseError = 1.0

  @OptionGroup var shared: EvaluationOptions

  func validate() throws {
    guard poseError > 0, poseError.isFinite else {
      throw ValidationError("--pose-error: expected a positive number of pixels, found \(poseError).")
    }
    try shared.validate(for: .standard)
  }

  func run() throws {
    var run = EvaluationRun("poses", try PosePairs.read(URL(path: list), images: URL(path: images)), shared, .standard)
    run.settings.poseErrorPixels = poseError
    try run.finish()
  }
}
