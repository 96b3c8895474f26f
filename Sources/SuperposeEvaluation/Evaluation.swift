import Superpose

/// Runs methods on pairs, in two passes: predictions to disk, then figures from disk.
public struct Evaluation {
  /// How far the first pass has come.
  public struct Progress: Sendable {
    public var method: String
    public var done: Int
    public var total: Int
  }

  public let pairs: [EvaluationPair]
  public let methods: [any MatchingMethod]
  public let settings: EvaluationSettings
  /// The folder of the predictions.
  public let predictions: String

  public init(
    pairs: [EvaluationPair], methods: [any MatchingMethod], settings: EvaluationSettings, predictions: String
  ) {
    self.pairs = pairs
    self.methods = methods
    self.settings = settings
    self.predictions = predictions
  }

  /// The first pass. Interrupted, it goes on where it stopped when it is run again.
  /// - Parameter progress: told after each pair.
  public func predict(progress: (Progress) -> Void = { _ in }) throws {
    for method in methods {
      var predictor = Predictor(method, store: store(method))
      for (index, pair) in pairs.enumerated() {
        _ = try predictor.predict(pair)
        progress(Progress(method: method.name, done: index + 1, total: pairs.count))
      }
    }
  }

  /// The second pass.
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
