import Foundation
import Superpose
import SuperposeEvaluation
import SuperposeFiles

/// One evaluation, from its pairs to the files that it writes.
struct EvaluationRun {
  var settings: EvaluationSettings
  private let kind: String
  private let pairs: [EvaluationPair]
  private let options: EvaluationOptions
  private let configuration: RegistrationConfiguration
  private let skipped: [Photographs.Skipped]

  init(
    _ kind: String, _ pairs: [EvaluationPair], _ options: EvaluationOptions, _ evaluationProtocol: EvaluationProtocol,
    model: TransformModel = .homography, skipped: [Photographs.Skipped] = []
  ) {
    self.kind = kind
    self.pairs = pairs
    self.options = options
    self.skipped = skipped
    (configuration, settings) = options.resolved(evaluationProtocol, model)
  }

  func finish() throws {
    let folder = try OutputFolder(options.output)
    let loaded = try LoadedMethods(options, configuration)
    let evaluation = Evaluation(
      pairs: pairs, methods: loaded.methods, settings: settings, predictions: URL(path: folder.path + "/predictions"))
    var progress = ProgressLine(isQuiet: options.printing.quiet)
    try evaluation.predict { progress.show($0.method, $0.done, of: $0.total) }
    let results = try evaluation.results { progress.show($0.method + ": figures", $0.done, of: $0.total) }
    progress.end()
    let report = EvaluationReport(
      kind: kind, results, settings: settings, configuration: loaded.configuration, weights: loaded.weights,
      skipped: skipped)
    let files = try report.write(to: folder.url)
    let summary = EvaluationSummary(report: report, written: "\(folder.path)/: " + files.joined(separator: ", "))
    try options.printing.present(json: report, summary: summary.text)
  }
}

/// The methods that were asked for, and the weights that they were loaded from.
private struct LoadedMethods {
  private(set) var methods: [any MatchingMethod] = []
  private(set) var weights: [NetworkKind: WeightsDescription] = [:]
  /// The configuration with open values filled in, where one of the methods has networks.
  private(set) var configuration: RegistrationConfiguration

  init(_ options: EvaluationOptions, _ configuration: RegistrationConfiguration) throws {
    self.configuration = configuration
    for method in options.method { try load(method, options.weights) }
  }

  private mutating func load(_ method: EvaluationOptions.Method, _ files: WeightsOptions) throws {
    switch method {
    case .superglue:
      let registrar = try Registrar(
        configuration: configuration, library: Environment.library, superPoint: files.superPoint,
        superGlue: files.superGlue)
      methods.append(try SuperGlueMethod(registrar))
      weights.merge(registrar.weights) { $1 }
      configuration = registrar.configuration
    case .nearestNeighbour:
      let detector = try Detector(
        configuration: configuration, library: Environment.library, superPoint: files.superPoint)
      methods.append(try NearestNeighbourMethod(detector))
      weights[.superpoint] = detector.weights
      configuration = detector.configuration
    case .sift:
      methods.append(
        SIFTMethod(resize: configuration.resize, maxKeypoints: configuration.extraction.maxKeypoints))
    }
  }
}
