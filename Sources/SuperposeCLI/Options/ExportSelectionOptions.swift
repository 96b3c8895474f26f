import ArgumentParser
import Superpose

/// How an exported graph selects keypoints and matches.
struct ExportSelectionOptions: ParsableArguments {
  private static var defaults: ExportOptions { ExportOptions() }

  @Option(
    help: ArgumentHelp(
      "The most keypoints of an image, by score; all for no limit. In the static form the number of rows, up to \(ExportOptions.largestStaticCount). (default: \(KeypointLimit(defaults.extraction.maxKeypoints)))",
      valueName: "count"),
    transform: KeypointLimit.init(argument:))
  var maxKeypoints = KeypointLimit(defaults.extraction.maxKeypoints)

  @Option(help: ArgumentHelp("A keypoint's score must exceed this, 0...1.", valueName: "score"))
  var threshold = defaults.extraction.detectionThreshold

  @Option(help: ArgumentHelp("No two keypoints are closer than this in x and in y.", valueName: "pixels"))
  var nmsRadius = defaults.extraction.nonMaximumRadius

  @Option(help: ArgumentHelp("Keypoints this close to the image's border are dropped.", valueName: "pixels"))
  var border = defaults.extraction.borderPixels

  @Option(help: ArgumentHelp("A match's confidence must exceed this, 0...1.", valueName: "confidence"))
  var matchThreshold = defaults.matching.matchThreshold

  @Option(help: ArgumentHelp("Rounds of normalisation in the optimal transport.", valueName: "count"))
  var sinkhornIterations = defaults.matching.sinkhornIterations

  func fill(_ options: inout ExportOptions) {
    options.extraction.maxKeypoints = maxKeypoints.count
    options.extraction.detectionThreshold = threshold
    options.extraction.nonMaximumRadius = nmsRadius
    options.extraction.borderPixels = border
    options.matching.matchThreshold = matchThreshold
    options.matching.sinkhornIterations = sinkhornIterations
  }
}
