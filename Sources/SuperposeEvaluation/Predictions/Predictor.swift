import Superpose

/// The first pass: runs a method on pairs and keeps what it says on disk. Pairs whose prediction is there are skipped,
/// so a run that was interrupted goes on where it stopped.
public struct Predictor {
  public let method: any MatchingMethod
  public let store: PredictionStore
  private var recent = RecentPictures()

  public init(_ method: any MatchingMethod, store: PredictionStore) {
    self.method = method
    self.store = store
  }

  /// The pair's prediction, from the disk where it is there.
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

  /// An image that occurs in several pairs in a row is described once; each of its pairs counts its seconds.
  private mutating func described(_ source: ImageSource) throws -> DescribedPicture {
    if case .file(let path) = source, let picture = recent[path] { return picture }
    let start = ContinuousClock.now
    var picture = try method.describe(try source.image())
    picture.timings.complete(.read, since: start)
    if case .file(let path) = source { recent[path] = picture }
    return picture
  }
}

/// The pictures that were described last.
private struct RecentPictures {
  /// A sequence's images, and some.
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
