import ArgumentParser
import Superpose

/// What every command that runs the networks takes. Defaults are the configuration's own.
struct SharedOptions: ParsableArguments {
  static let defaults = RegistrationConfiguration()

  @OptionGroup(title: "Keypoints") var keypoints: KeypointOptions
  @OptionGroup(title: "Matches") var matches: MatchOptions
  @OptionGroup(title: "Transform") var transform: TransformOptions
  @OptionGroup(title: "Networks") var networks: NetworkOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try Self.check(configuration) }

  /// Throws in the command line's words.
  static func check(_ configuration: RegistrationConfiguration) throws {
    do {
      try configuration.validate()
    } catch let error as ConfigurationError {
      let option = optionNames[error.field] ?? error.field
      throw ValidationError("\(option): expected \(error.expected), found \(error.found).")
    }
  }

  var configuration: RegistrationConfiguration {
    var configuration = Self.defaults
    keypoints.fill(&configuration)
    matches.fill(&configuration)
    transform.fill(&configuration)
    networks.fill(&configuration)
    return configuration
  }

  /// Loads both networks.
  func registrar() throws -> Registrar {
    let registrar = try Registrar(
      configuration: configuration, library: Environment.library, superPoint: networks.weights.superpointWeights,
      superGlue: networks.weights.superglueWeights)
    // Never released: taking the networks apart takes a tenth of a second, and the program's end is near.
    _ = Unmanaged.passRetained(registrar)
    return registrar
  }

  /// Loads SuperPoint alone.
  func detector() throws -> Detector {
    try Detector(
      configuration: configuration, library: Environment.library, superPoint: networks.weights.superpointWeights)
  }

  /// How a field of the configuration is called here.
  private static let optionNames = [
    "detectionThreshold": "--threshold", "maxKeypoints": "--max-keypoints", "nonMaximumRadius": "--nms-radius",
    "borderPixels": "--border", "matchThreshold": "--match-threshold", "sinkhornIterations": "--sinkhorn-iterations",
    "minConfidence": "--min-confidence", "maxErrorPixels": "--max-error", "threads": "--threads", "resize": "--resize",
  ]
}
