import ArgumentParser
import Superpose

struct TransformOptions: ParsableArguments {
  private static var defaults: EstimationOptions { SharedOptions.defaults.estimation }

  @Option(help: ArgumentHelp("The kind of transform.", valueName: "kind"))
  var transform = defaults.model

  @Option(help: ArgumentHelp("How the transform is estimated from the matches.", valueName: "method"))
  var estimator = defaults.estimator

  @Option(
    help: ArgumentHelp(
      "The largest error of a match that supports the transform, in pixels of the image that the network saw.",
      valueName: "pixels"))
  var maxError = defaults.maxErrorPixels

  @Option(help: ArgumentHelp("Equal images, options and seeds give equal results.", valueName: "number"))
  var seed = defaults.seed

  func fill(_ configuration: inout RegistrationConfiguration) {
    configuration.estimation.model = transform
    configuration.estimation.estimator = estimator
    configuration.estimation.maxErrorPixels = maxError
    configuration.estimation.seed = seed
  }
}
