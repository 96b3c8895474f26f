import Foundation
import Superpose

/// Predictions in a folder, one file per pair, each written as a whole or not at all.
///
/// A folder of its own for each method and setting: `FOLDER/METHOD-KEY/PAIR.json`, and what the key stands for in
/// `settings.json`. A change of settings, weights or pictures makes another prediction, never reuses one.
public struct PredictionStore: Sendable {
  /// Raised when predictions of the same settings may come out differently.
  private static let version = 1

  public let folder: String
  private let settings: String

  private struct Stored: Codable {
    var identity: String
    var prediction: Prediction
  }

  public init(folder: String, method: any MatchingMethod) {
    settings = "superpose \(SuperposeVersion.current)/\(Self.version) \(method.settings)"
    self.folder = "\(folder)/\(method.name)-\(sha256(of: Array(settings.utf8)).prefix(12))"
  }

  /// Nil where there is none, or one of other pictures, or a damaged one.
  public func prediction(for pair: EvaluationPair) -> Prediction? {
    guard let data = FileManager.default.contents(atPath: path(pair)),
      let stored = try? JSONDecoder().decode(Stored.self, from: data), stored.identity == pair.identity,
      stored.prediction.isConsistent
    else { return nil }
    return stored.prediction
  }

  public func store(_ prediction: Prediction, for pair: EvaluationPair) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(Stored(identity: pair.identity, prediction: prediction))
    try write(data, to: path(pair))
    let note = folder + "/settings.json"
    if !FileManager.default.fileExists(atPath: note) { try write(Data((settings + "\n").utf8), to: note) }
  }

  private func write(_ data: Data, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url, options: .atomic)
  }

  private func path(_ pair: EvaluationPair) -> String { "\(folder)/\(pair.name).json" }
}
