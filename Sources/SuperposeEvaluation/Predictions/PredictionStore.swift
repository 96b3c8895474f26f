public import Foundation
import Superpose
import SuperposeFiles

/// Predictions in a folder, one file for each pair. Each file is written as a whole or not at all.
///
/// Each method with its settings has a folder of its own: `FOLDER/METHOD-KEY/PAIR.json`, with what the key stands for
/// in `settings.json`. A change of settings, weights, pictures or the program's version leads to a new prediction and
/// never reuses one.
public struct PredictionStore: Sendable {
  /// The folder of this method with these settings, in the one that was given.
  let folder: String
  private let settings: String

  private struct Stored: Codable {
    var identity: String
    var prediction: Prediction
  }

  /// - Parameters:
  ///   - folder: where the predictions of all methods are kept; it is made where it is missing.
  ///   - method: whose predictions these are.
  public init(folder: URL, method: any MatchingMethod) {
    self.init(folder: folder.pathText, method: method, program: SuperposeVersion.current)
  }

  /// - Parameter program: The version of the program that makes the predictions.
  init(folder: String, method: any MatchingMethod, program: String) {
    settings = "superpose \(program) \(method.settings)"
    self.folder = "\(folder)/\(method.name)-\(sha256(of: Array(settings.utf8)).prefix(12))"
  }

  /// Returns the stored prediction of a pair, or nil where there is none, where it is damaged, or where it belongs to
  /// other pictures.
  public func prediction(for pair: EvaluationPair) -> Prediction? {
    guard let data = FileManager.default.contents(atPath: path(pair)),
      let stored = try? JSONDecoder().decode(Stored.self, from: data), stored.identity == pair.identity,
      stored.prediction.isConsistent
    else { return nil }
    return stored.prediction
  }

  /// Keeps a prediction, in place of an earlier one.
  /// - Throws: what the system says of the writing.
  public func store(_ prediction: Prediction, for pair: EvaluationPair) throws {
    try write(try JSON.line(Stored(identity: pair.identity, prediction: prediction)), to: path(pair))
    let note = folder + "/settings.json"
    if !FileManager.default.fileExists(atPath: note) { try write(Data((settings + "\n").utf8), to: note) }
  }

  private func write(_ data: Data, to path: String) throws(FileError) {
    try FileSystem.makeFolder(path.folderPart)
    try ReplacementFile.write(data, to: path)
  }

  private func path(_ pair: EvaluationPair) -> String { "\(folder)/\(pair.name).json" }
}
