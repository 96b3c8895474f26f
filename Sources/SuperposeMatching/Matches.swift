/// Which keypoints of two sets belong together; −1 means none.
public struct Matches: Sendable {
  /// `[N]`: for each keypoint of the first set its partner in the second.
  public let matches0: [Int]
  /// `[M]`: for each keypoint of the second set its partner in the first.
  public let matches1: [Int]
  /// `[N]`: the probability of the best partner where that is mutual, else 0 (also below the threshold).
  public let confidence0: [Float]
  /// `[M]`, likewise.
  public let confidence1: [Float]
  /// How long the matching took.
  public var timings = Timings()

  public init(matches0: [Int], matches1: [Int], confidence0: [Float], confidence1: [Float]) {
    self.matches0 = matches0
    self.matches1 = matches1
    self.confidence0 = confidence0
    self.confidence1 = confidence1
  }

  /// No match between N and M keypoints.
  public static func none(_ count0: Int, _ count1: Int) -> Matches {
    Matches(
      matches0: [Int](repeating: -1, count: count0), matches1: [Int](repeating: -1, count: count1),
      confidence0: [Float](repeating: 0, count: count0), confidence1: [Float](repeating: 0, count: count1))
  }

  /// The matched pairs of indices, in the order of the first set.
  public var pairs: [(index0: Int, index1: Int, confidence: Float)] {
    matches0.indices.compactMap { index in
      matches0[index] < 0 ? nil : (index, matches0[index], confidence0[index])
    }
  }
}

/// Equal where the same was found, however long it took.
extension Matches: Hashable {
  public static func == (a: Matches, b: Matches) -> Bool {
    a.matches0 == b.matches0 && a.matches1 == b.matches1 && a.confidence0 == b.confidence0
      && a.confidence1 == b.confidence1
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(matches0)
    hasher.combine(matches1)
  }
}

/// A line, not every index.
extension Matches: CustomStringConvertible {
  public var description: String { "\(pairs.count) matches between \(matches0.count) and \(matches1.count) keypoints" }
}
