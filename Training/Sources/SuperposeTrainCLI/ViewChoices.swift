import ArgumentParser
import SuperposeTraining

/// The options of the views that the networks learn from.
struct ViewChoices: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Each view is turned by up to this to either side; 180 for networks that know all rotations.",
      valueName: "degrees"))
  var rotation = 45.0

  @Option(
    help: ArgumentHelp(
      "The most that one view may be larger than the other, such as 4. (default: 1.8)", valueName: "factor"))
  var zoom: Double?

  @Option(
    help: ArgumentHelp("The least part of one view that the other shows too, such as 0.15.", valueName: "part"))
  var overlap = 0.0

  @Option(
    help: ArgumentHelp(
      "Part of the views that look like another light, season or sensor, 0 to 1.", valueName: "part"))
  var looks = 0.5

  @Option(help: ArgumentHelp("Steps over which other looks rise to full strength.", valueName: "count"))
  var lookSteps = 2000

  func validate() throws {
    guard (0...180).contains(rotation) else { throw ValidationError("--rotation is 0 to 180 degrees") }
    guard (1...16).contains(zoom ?? 1) else { throw ValidationError("--zoom is 1 to 16") }
    guard (0...0.9).contains(overlap) else { throw ValidationError("--overlap is 0 to 0.9") }
    guard (0...1).contains(looks), lookSteps >= 0 else {
      throw ValidationError("--looks is 0 to 1 and --look-steps 0 or more")
    }
  }

  var options: ViewOptions {
    var options = ViewOptions()
    options.rotation = rotation
    options.zoom = zoom
    options.overlap = overlap
    options.lookShare = looks
    options.lookSteps = lookSteps
    return options
  }
}
