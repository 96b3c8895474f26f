public import Foundation
import Superpose

/// Runs methods on pairs, in two passes: predictions go to disk, then figures are computed from disk.
public struct Evaluation {
  /// The progress of the first pass.
  public struct Progress: Sendable {
    /// The method's name.
    public var method: String
    /// How many pairs are done.
    public var done: Int
    /// How many there are.
    public var total: Int
  }

  /// The pairs, each with its truth.
  public let pairs: [EvaluationPair]
  /// What is compared.
  public let methods: [any MatchingMethod]
  /// What the second pass depends on.
  public let settings: EvaluationSettings
  /// The folder in which predictions are stored.
  public let predictions: URL

  /// - Parameters:
  ///   - pairs: the pairs, each with its truth.
  ///   - methods: what is compared.
  ///   - settings: what the second pass depends on.
  ///   - predictions: a folder where predictions are kept; it is made where it is missing.
  public init(
    pairs: [EvaluationPair], methods: [any MatchingMethod], settings: EvaluationSettings, predictions: URL
  ) {
    self.pairs = pairs
    self.methods = methods
    self.settings = settings
    self.predictions = predictions
  }

  /// Runs the first pass. A run that was interrupted continues where it stopped.
  ///
  /// - Parameter progress: Called after each pair.
  /// - Throws: What reading an image, running a method or storing a prediction throws.
  public func predict(progress: (Progress) -> Void = { _ in }) throws {
    for method in methods {
      var predictor = Predictor(method, store: store(method))
      for (index, pair) in pairs.enumerated() {
        _ = try predictor.predict(pair)
        progress(Progress(method: method.name, done: index + 1, total: pairs.count))
      }
    }
  }

  /// Runs the second pass.
  ///
  /// - Parameter progress: Called after each pair.
  /// - Returns: The figures of each pair by each method.
  /// - Throws: ``EvaluationError`` where a prediction is missing.
  public func results(progress: (Progress) -> Void = { _ in }) throws -> [PairResult] {
    try methods.flatMap { method in
      let store = store(method)
      return try pairs.enumerated().map { index, pair in
        guard let prediction = store.prediction(for: pair) else {
          throw EvaluationError(
            .notFound, store.folder, problem: "there is no prediction for \(pair.name)",
            hint: "run the first pass again")
        }
        progress(Progress(method: method.name, done: index + 1, total: pairs.count))
        return try PairResult(prediction, of: pair, method: method, settings: settings)
      }
    }
  }

  private func store(_ method: any MatchingMethod) -> PredictionStore {
    PredictionStore(folder: predictions, method: method)
  }
}
