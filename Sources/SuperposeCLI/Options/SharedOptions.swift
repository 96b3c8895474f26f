import ArgumentParser
import Superpose

/// A named set of settings, over which every other option takes precedence.
struct PresetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Settings that all other options go before. fast: long side 640, 512 keypoints, the smaller networks "
        + "superpoint-fast and superglue-fast. default: long side 1024, 1024 keypoints. accurate: long side 1600, 2048 "
        + "keypoints. classic: the steps of the scripts that came with the networks: 640x640, the best 700 keypoints "
        + "at whole pixels, one look, matches from 0.5, RANSAC at 8 pixels, in f32.",
      valueName: "name"))
  var preset = RegistrationPreset.standard
}

/// The options of every command that runs both networks.
struct SharedOptions: ParsableArguments {
  @OptionGroup var preset: PresetOptions
  @OptionGroup(title: "Keypoints") var keypoints: KeypointOptions
  @OptionGroup(title: "Matches") var matches: MatchOptions
  @OptionGroup(title: "Transform") var transform: TransformOptions
  @OptionGroup(title: "Networks") var networks: NetworkOptions
  @OptionGroup(title: "Networks") var weights: WeightsOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try configuration.validateOptions() }

  var configuration: RegistrationConfiguration {
    var configuration = preset.preset.configuration
    transform.fill(&configuration)
    keypoints.fill(&configuration)
    matches.fill(&configuration)
    networks.fill(&configuration)
    return configuration
  }

  /// Loads both networks.
  func registrar() throws -> Registrar {
    let choices = weights.choices(for: preset.preset)
    let registrar = try Registrar(
      configuration: configuration, library: Environment.library, superPoint: choices.superPoint,
      superGlue: choices.superGlue)
    try output.note(weights.doubts())
    // The registrar is never released: that would take a tenth of a second, and the program is about to end.
    _ = Unmanaged.passRetained(registrar)
    return registrar
  }
}

/// The options of a command that runs SuperPoint alone.
struct DetectionOptions: ParsableArguments {
  @OptionGroup var preset: PresetOptions
  @OptionGroup(title: "Keypoints") var keypoints: KeypointOptions
  @OptionGroup(title: "Network") var networks: NetworkOptions
  @OptionGroup(title: "Network") var weights: SuperPointWeightsOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try configuration.validateOptions() }

  private var configuration: RegistrationConfiguration {
    var configuration = preset.preset.configuration
    keypoints.fill(&configuration)
    networks.fill(&configuration)
    return configuration
  }

  /// Loads SuperPoint.
  func detector() throws -> Detector {
    try Detector(
      configuration: configuration, library: Environment.library,
      superPoint: weights.superPoint ?? preset.preset.superPoint)
  }
}

extension RegistrationConfiguration {
  /// Throws the library's complaints in the command line's words.
  func validateOptions() throws {
    do {
      try validate()
    } catch let error as ConfigurationError {
      let option = Self.optionNames[error.field] ?? error.field
      throw ValidationError("\(option): expected \(error.expected), found \(error.found).")
    }
  }

  /// The names of options that differ from those of their fields in the configuration.
  private static let optionNames = [
    "detectionThreshold": "--threshold", "maxKeypoints": "--max-keypoints", "nonMaximumRadius": "--nms-radius",
    "borderPixels": "--border", "matchThreshold": "--match-threshold", "sinkhornIterations": "--sinkhorn-iterations",
    "minConfidence": "--min-confidence", "maxErrorPixels": "--max-error", "threads": "--threads",
    "precision": "--precision", "resize": "--resize",
  ]
}
