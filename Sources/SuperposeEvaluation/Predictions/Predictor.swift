import Foundation
import Superpose
import SuperposeMatching

/// The first pass: runs a method on pairs and stores the predictions on disk. Pairs whose prediction is already there
/// are skipped, so that a run that was interrupted continues where it stopped.
public struct Predictor {
  /// What finds the matches.
  public let method: any MatchingMethod
  /// Where predictions are kept.
  public let store: PredictionStore
  private var recent = RecentPictures()

  /// - Parameters:
  ///   - method: what finds the matches.
  ///   - store: where predictions are kept.
  public init(_ method: any MatchingMethod, store: PredictionStore) {
    self.method = method
    self.store = store
  }

  /// Returns the pair's prediction, from the disk where it is there.
  ///
  /// - Throws: what reading an image, the method or writing the prediction throws.
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
    if case .file(let file) = source, let picture = recent[file] { return picture }
    let start = ContinuousClock.now
    var picture = try method.describe(try source.image())
    picture.timings.complete(.read, since: start)
    if case .file(let file) = source { recent[file] = picture }
    return picture
  }
}

/// The pictures that were described last, with their descriptions.
private struct RecentPictures {
  /// The number of pictures, enough for the images of one sequence.
  private static let capacity = 8
  private var entries: [(file: URL, picture: DescribedPicture)] = []

  subscript(file: URL) -> DescribedPicture? {
    get { entries.first { $0.file == file }?.picture }
    set {
      guard let newValue else { return }
      entries.removeAll { $0.file == file }
      entries.append((file, newValue))
      if entries.count > Self.capacity { entries.removeFirst() }
    }
  }
}
