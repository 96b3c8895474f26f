import ArgumentParser
import Foundation
import Superpose
import SuperposeEvaluation
import SuperposeFiles

struct EvaluateHomographiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "homographies", abstract: "Evaluates on pairs of images with a true homography each.",
    discussion: """
      Takes a folder that holds, at any depth, sequences in the layout of HPatches (1.png, 2.png, ... and H_1_2, ...), \
      or a text file of lines IMAGE0 IMAGE1 HOMOGRAPHY.
      """)

  @Argument(help: "A folder of sequences, or a list of pairs.")
  var data: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Also pairs of images of different sequences, drawn at random, which must not come out as registered.",
      valueName: "count"))
  var negatives = 0

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "default: the program's settings. comparable: short side 480, 1024 keypoints, threshold 0.0005, transform "
        + "threshold 3 px. repeatability: 320x240, the best 300 keypoints, suppression radius 4, measured at that "
        + "size.",
      valueName: "name"))
  var evaluationProtocol = EvaluationProtocol.standard

  @OptionGroup var shared: EvaluationOptions

  func validate() throws {
    try requireCount(negatives, "--negatives")
    try shared.validate(for: evaluationProtocol)
  }

  func run() throws {
    let positives = try HomographyPairs.read(URL(path: data))
    let pairs = positives + positives.unrelated(count: negatives, seed: shared.seed)
    try EvaluationRun("homographies", pairs, shared, evaluationProtocol).finish()
  }
}
