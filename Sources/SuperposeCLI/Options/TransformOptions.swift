import ArgumentParser
import Superpose

/// How the transform is estimated. The preset decides about options that are not given.
struct TransformOptions: ParsableArguments {
  private static var defaults: EstimationOptions { RegistrationConfiguration().estimation }

  @Option(
    help: ArgumentHelp(
      "The kind of transform; local follows a surface, by "
        + "\(RegistrationConfiguration.surfaceKeypoints) keypoints unless you choose. (default: "
        + "\(defaults.model.rawValue))",
      valueName: "kind"))
  var transform: TransformModel?

  @Option(
    help: ArgumentHelp(
      "How the transform is estimated from the matches. (default: \(defaults.estimator.rawValue))",
      valueName: "method"))
  var estimator: EstimatorKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The largest error of a match that supports the transform, in pixels of the image that the network saw. "
        + "(default: \(defaults.maxErrorPixels))",
      valueName: "pixels"))
  var maxError: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Equal images, options and seeds give equal results. (default: \(defaults.seed))", valueName: "number"))
  var seed: UInt64?

  func fill(_ configuration: inout RegistrationConfiguration) {
    if let transform { configuration.choose(transform) }
    if let estimator { configuration.estimation.estimator = estimator }
    if let maxError { configuration.estimation.maxErrorPixels = maxError }
    if let seed { configuration.estimation.seed = seed }
  }
}
