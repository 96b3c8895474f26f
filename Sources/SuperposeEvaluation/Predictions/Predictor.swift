import Superpose

/// The first pass: runs a method on pairs and stores the predictions on disk. Pairs whose prediction is already there
/// are skipped, so that a run that was interrupted continues where it stopped.
public struct Predictor {
  public let method: any MatchingMethod
  public let store: PredictionStore
  private var recent = RecentPictures()

  public init(_ method: any MatchingMethod, store: PredictionStore) {
    self.method = method
    self.store = store
  }

  /// Returns the pair's prediction, from the disk where it is there.
  public mutating func predict(_ pair: EvaluationPair) throws -> Prediction {
    if let stored = store.prediction(for: pair) { return stored }
    let picture0 = try described(pair.images.0)
    let picture1 = try described(pair.images.1)
    let matches = try method.match(picture0, picture1)
    let prediction = Prediction(
      sizes: (picture0.size, picture1.size),
      keypoints: matches.keypoints ?? (picture0.keypoints, picture1.keypoints), pairs: matches.pairs,
      confidence: matches.confidence, seconds: picture0.timings + picture1.timings + matches.timings)
    try store.store(prediction, for: pair)
    return prediction
  }

  /// Describes an image, or returns its description from memory where an earlier pair in a row had it. Each pair counts
  /// the time that the description took.
  private mutating func described(_ source: ImageSource) throws -> DescribedPicture {
    if case .file(let path) = source, let picture = recent[path] { return picture }
    let start = ContinuousClock.now
    var picture = try method.describe(try source.image())
    picture.timings.complete(.read, since: start)
    if case .file(let path) = source { recent[path] = picture }
    return picture
  }
}

/// The pictures that were described last, with their descriptions.
private struct RecentPictures {
  /// The number of pictures, enough for the images of one sequence.
  private static let capacity = 8
  private var entries: [(path: String, picture: DescribedPicture)] = []

  subscript(path: String) -> DescribedPicture? {
    get { entries.first { $0.path == path }?.picture }
    set {
      guard let newValue else { return }
      entries.removeAll { $0.path == path }
      entries.append((path, newValue))
      if entries.count > Self.capacity { entries.removeFirst() }
    }
  }
}
