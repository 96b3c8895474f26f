import ArgumentParser
import Superpose

/// The size at which keypoints are looked for, and which of them are kept. The preset decides about options that are
/// not given.
struct KeypointOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The size at which the networks see an image: WxH exactly, N for the long side (never enlarged), short:N, or "
        + "none. (default: \(RegistrationConfiguration().resize))",
      valueName: "size"),
    transform: ResizePolicy.init(argument:))
  var resize: ResizePolicy?

  @OptionGroup var selection: SelectionOptions

  func fill(_ configuration: inout RegistrationConfiguration) {
    if let resize { configuration.resize = resize }
    selection.fill(&configuration.extraction)
  }
}

/// Which keypoints are chosen from the score map.
struct SelectionOptions: ParsableArguments {
  private static var defaults: ExtractionOptions { ExtractionOptions() }

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most keypoints kept of an image, by score; all for no limit. (default: "
        + "\(CountLimit(defaults.maxKeypoints)))",
      valueName: "count"),
    transform: CountLimit.init(argument:))
  var maxKeypoints: CountLimit?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A keypoint's score must exceed this, 0...1. (default: \(defaults.detectionThreshold))", valueName: "score"))
  var threshold: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "No two keypoints are closer than this in x and in y. (default: \(defaults.nonMaximumRadius))",
      valueName: "pixels"))
  var nmsRadius: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keypoints this close to the image's border are dropped. (default: \(defaults.borderPixels))",
      valueName: "pixels"))
  var border: Int?

  @Option(
    help: ArgumentHelp(
      "Whether keypoints lie between pixels, at the score map's peaks. (default: \(Switch(defaults.subpixel)))",
      valueName: "on|off"))
  var subpixel: Switch?

  func fill(_ extraction: inout ExtractionOptions) {
    if let maxKeypoints { extraction.maxKeypoints = maxKeypoints.count }
    if let threshold { extraction.detectionThreshold = threshold }
    if let nmsRadius { extraction.nonMaximumRadius = nmsRadius }
    if let border { extraction.borderPixels = border }
    if let subpixel { extraction.subpixel = subpixel.isOn }
  }
}
