public import Foundation
public import Superpose
import SuperposeFiles

/// The outcome of an evaluation, as `report.json` holds it.
public struct EvaluationReport: Codable, Sendable {
  /// The form of the JSON and its version.
  public static let schemaName = "superpose.evaluation/1"

  /// The form of the JSON and its version.
  public var schema = Self.schemaName
  /// The kind of pairs: `homographies`, `synthetic` or `poses`.
  public var kind: String
  /// What the figures depend on.
  public var settings: EvaluationSettings
  /// The configuration of the methods with networks.
  public var configuration: RegistrationConfiguration
  /// The weights of each network.
  public var weights: [NetworkKind: WeightsDescription]
  /// The files that were left out, with the reasons.
  public var skipped: [Photographs.Skipped]
  /// The figures of each method, by sequence, by data set and in all.
  public var summaries: [MetricSummary]
  /// The figures of each pair by each method.
  public var pairs: [PairResult]

  /// - Parameters:
  ///   - kind: what was evaluated.
  ///   - results: each pair by each method.
  ///   - settings: what the figures depend on.
  ///   - configuration: that of the networks' methods.
  ///   - weights: those of the networks' methods.
  ///   - skipped: files that were passed over.
  public init(
    kind: String, _ results: [PairResult], settings: EvaluationSettings, configuration: RegistrationConfiguration,
    weights: [NetworkKind: WeightsDescription], skipped: [Photographs.Skipped] = []
  ) {
    self.kind = kind
    self.settings = settings
    self.configuration = configuration
    self.weights = weights
    self.skipped = skipped
    summaries = results.summaries(seed: settings.seed)
    pairs = results
  }

  /// The metrics that at least one of the summaries has, in their order.
  public var metrics: [Metric] {
    Metric.allCases.filter { metric in summaries.contains { $0[metric] != nil } }
  }

  /// Writes `report.json`, `summary.csv`, `pairs.csv` and, where there are corner or pose errors, `errors.png`. Each
  /// file is written whole or not at all.
  ///
  /// - Parameter folder: The folder, which is made where it is missing.
  /// - Returns: The names of the files that were written.
  /// - Throws: `ImageError` for the picture, or what the system says of the other files.
  @discardableResult
  public func write(to folder: URL) throws -> [String] {
    let folder = folder.pathText
    try FileSystem.makeFolder(folder)
    let files = [
      ("report.json", try JSON.document(self)), ("summary.csv", Data(summaryCSV.utf8)),
      ("pairs.csv", Data(pairsCSV.utf8)),
    ]
    for (name, data) in files { try ReplacementFile.write(data, to: folder + "/" + name) }
    guard let picture = errorCurves() else { return files.map(\.0) }
    try picture.write(to: URL(path: folder + "/errors.png"))
    return files.map(\.0) + ["errors.png"]
  }
}
