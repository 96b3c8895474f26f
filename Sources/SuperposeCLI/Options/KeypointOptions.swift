import ArgumentParser
import Superpose

struct KeypointOptions: ParsableArguments {
  private static var defaults: RegistrationConfiguration { SharedOptions.defaults }

  @Option(
    help: ArgumentHelp(
      "The size at which the networks see an image: WxH exactly, N for the long side (never enlarged), short:N, or none. (default: \(defaults.resize))",
      valueName: "size"),
    transform: { text in
      guard let policy = ResizePolicy(text) else { throw ValidationError("expected WxH, N, short:N or none") }
      return policy
    })
  var resize = defaults.resize

  @Option(
    help: ArgumentHelp(
      "The most keypoints kept of an image, by score; all for no limit. (default: \(KeypointLimit(defaults.extraction.maxKeypoints)))",
      valueName: "count"),
    transform: KeypointLimit.init(argument:))
  var maxKeypoints = KeypointLimit(defaults.extraction.maxKeypoints)

  @Option(help: ArgumentHelp("A keypoint's score must exceed this, 0...1.", valueName: "score"))
  var threshold = defaults.extraction.detectionThreshold

  @Option(help: ArgumentHelp("No two keypoints are closer than this in x and in y.", valueName: "pixels"))
  var nmsRadius = defaults.extraction.nonMaximumRadius

  @Option(help: ArgumentHelp("Keypoints this close to the image's border are dropped.", valueName: "pixels"))
  var border = defaults.extraction.borderPixels

  func fill(_ configuration: inout RegistrationConfiguration) {
    configuration.resize = resize
    configuration.extraction.maxKeypoints = maxKeypoints.count
    configuration.extraction.detectionThreshold = threshold
    configuration.extraction.nonMaximumRadius = nmsRadius
    configuration.extraction.borderPixels = border
  }
}
