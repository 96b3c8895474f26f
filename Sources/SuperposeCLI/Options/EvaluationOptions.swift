import ArgumentParser
import Superpose
import SuperposeEvaluation

/// The options of every evaluation. They take precedence over the protocol.
struct EvaluationOptions: ParsableArguments {
  enum Method: String, Choice {
    case superglue
    case nearestNeighbour = "nearest-neighbour"
    case sift
  }

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("One or more, in one table.", valueName: "name"))
  var method: [Method] = [.superglue]

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The folder for report.json, summary.csv, pairs.csv, errors.png and predictions.", valueName: "folder"))
  var output = "evaluation"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The size at which a method sees an image: WxH, N for the long side, short:N, or none. (default: the protocol's)",
      valueName: "size"),
    transform: ResizePolicy.init(argument:))
  var resize: ResizePolicy?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most keypoints kept of an image; all for no limit. (default: the protocol's)", valueName: "count"),
    transform: CountLimit.init(argument:))
  var maxKeypoints: CountLimit?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A keypoint's score must exceed this. (default: the protocol's)", valueName: "score"))
  var threshold: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("No two keypoints are closer than this. (default: the protocol's)", valueName: "pixels"))
  var nmsRadius: Int?

  @Option(
    help: ArgumentHelp(
      "Whether keypoints lie between pixels, at the score map's peaks. (default: the protocol's)", valueName: "on|off"))
  var subpixel: Switch?

  @Option(
    help: ArgumentHelp(
      "Whether images are matched again, warped to look alike. (default: the protocol's)", valueName: "auto|always|off")
  )
  var secondLook: SecondLookPolicy?

  /// The former name of ``secondLook``.
  @Option(help: .hidden)
  var rectify: SecondLookPolicy?

  @OptionGroup var assignment: AssignmentOptions

  @Option(help: ArgumentHelp("How the transform is made from the matches.", valueName: "method"))
  var estimator = EstimationMethod.magsac

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The largest error of a match that supports the transform, in pixels of the image that the method saw. "
        + "(default: the protocol's)",
      valueName: "pixels"))
  var maxError: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Of everything that is drawn at random.", valueName: "number"))
  var seed: UInt64 = 0

  @OptionGroup(title: "Networks") var networks: NetworkOptions
  @OptionGroup(title: "Networks") var weights: WeightsOptions
  @OptionGroup(title: "Output") var printing: OutputOptions

  func validate(for evaluationProtocol: EvaluationProtocol, model: TransformModel = .homography) throws {
    try resolved(evaluationProtocol, model).configuration.validateOptions()
    guard Set(method).count == method.count else { throw ValidationError("--method: expected each method once.") }
  }

  /// Applies the options that were given to the settings of the protocol.
  func resolved(
    _ evaluationProtocol: EvaluationProtocol, _ model: TransformModel = .homography
  ) -> (configuration: RegistrationConfiguration, settings: EvaluationSettings) {
    var configuration = RegistrationConfiguration()
    var settings = EvaluationSettings()
    assignment.fill(&configuration.matching)
    networks.fill(&configuration)
    evaluationProtocol.fill(&configuration, &settings)
    configuration.choose(model)
    if let resize { configuration.resize = resize }
    if let maxKeypoints { configuration.extraction.maxKeypoints = maxKeypoints.count }
    if let threshold { configuration.extraction.detectionThreshold = threshold }
    if let nmsRadius { configuration.extraction.nonMaximumRadius = nmsRadius }
    if let subpixel { configuration.extraction.subpixel = subpixel.isOn }
    if let secondLook = secondLook ?? rectify { configuration.secondLook = secondLook }
    if let maxError { configuration.estimation.maxErrorPixels = maxError }
    configuration.estimation.seed = seed
    settings.estimator = estimator
    settings.estimation = configuration.estimation
    settings.seed = seed
    return (configuration, settings)
  }
}
