import ArgumentParser
import Superpose

/// Which keypoints are chosen from the score map.
struct SelectionOptions: ParsableArguments {
  private static var defaults: ExtractionOptions { ExtractionOptions() }

  @Option(
    help: ArgumentHelp(
      "The most keypoints kept of an image, by score; all for no limit. (default: \(CountLimit(defaults.maxKeypoints)))",
      valueName: "count"),
    transform: CountLimit.init(argument:))
  var maxKeypoints = CountLimit(defaults.maxKeypoints)

  @Option(help: ArgumentHelp("A keypoint's score must exceed this, 0...1.", valueName: "score"))
  var threshold = defaults.detectionThreshold

  @Option(help: ArgumentHelp("No two keypoints are closer than this in x and in y.", valueName: "pixels"))
  var nmsRadius = defaults.nonMaximumRadius

  @Option(help: ArgumentHelp("Keypoints this close to the image's border are dropped.", valueName: "pixels"))
  var border = defaults.borderPixels

  @Option(help: ArgumentHelp("Whether keypoints lie between pixels, at the score map's peaks.", valueName: "on|off"))
  var subpixel = Switch(defaults.subpixel)

  func fill(_ extraction: inout ExtractionOptions) {
    extraction.maxKeypoints = maxKeypoints.count
    extraction.detectionThreshold = threshold
    extraction.nonMaximumRadius = nmsRadius
    extraction.borderPixels = border
    extraction.subpixel = subpixel.isOn
  }
}
