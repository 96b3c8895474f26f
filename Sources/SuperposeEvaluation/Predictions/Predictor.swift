import Superpose

/// The first pass: runs a method on pairs and keeps what it says on disk. Pairs whose prediction is there are skipped,
/// so a run that was interrupted goes on where it stopped.
public struct Predictor {
  public let method: any MatchingMethod
  public let store: PredictionStore
  /// Runs what writes files; a program that can be interrupted lets no interruption in meanwhile.
  private let writing: (() throws -> Void) throws -> Void
  private var recent = RecentPictures()

  public init(
    _ method: any MatchingMethod, store: PredictionStore,
    writing: @escaping (() throws -> Void) throws -> Void = { try $0() }
  ) {
    self.method = method
    self.store = store
    self.writing = writing
  }

  /// The pair's prediction, from the disk where it is there.
  public mutating func predict(_ pair: EvaluationPair) throws -> Prediction {
    if let stored = store.prediction(for: pair) { return stored }
    let picture0 = try described(pair.images.0)
    let picture1 = try described(pair.images.1)
    var clock = StageClock()
    let matches = try method.match(picture0.picture, picture1.picture, clock: &clock)
    let prediction = Prediction(
      sizes: (picture0.picture.size, picture1.picture.size),
      keypoints: matches.keypoints ?? (picture0.picture.keypoints, picture1.picture.keypoints), pairs: matches.pairs,
      confidence: matches.confidence,
      seconds: [picture0.seconds, picture1.seconds, clock.seconds].reduce(into: [:]) {
        $0.merge($1, uniquingKeysWith: +)
      })
    try writing { try store.store(prediction, for: pair) }
    return prediction
  }

  /// An image that occurs in several pairs in a row is described once; each of its pairs counts its seconds.
  private mutating func described(_ source: ImageSource) throws -> RecentPictures.Entry {
    if case .file(let path) = source, let entry = recent[path] { return entry }
    var clock = StageClock()
    let image = try clock.measure("read") { try source.image() }
    let entry = RecentPictures.Entry(
      picture: try method.describe(image, clock: &clock), seconds: clock.seconds)
    if case .file(let path) = source { recent[path] = entry }
    return entry
  }
}

/// The pictures that were described last.
private struct RecentPictures {
  struct Entry {
    var picture: DescribedPicture
    var seconds: [String: Double]
  }

  /// A sequence's images, and some.
  private static let capacity = 8
  private var entries: [(path: String, entry: Entry)] = []

  subscript(path: String) -> Entry? {
    get { entries.first { $0.path == path }?.entry }
    set {
      guard let newValue else { return }
      entries.removeAll { $0.path == path }
      entries.append((path, newValue))
      if entries.count > Self.capacity { entries.removeFirst() }
    }
  }
}
