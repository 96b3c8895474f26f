/// The keypoints of two sets that belong together.
public struct Matches: Sendable {
  /// For each keypoint of the first set the index of its partner in the second, or −1, `[N]`.
  public let matches0: [Int]
  /// For each keypoint of the second set the index of its partner in the first, or −1, `[M]`.
  public let matches1: [Int]
  /// For each keypoint of the first set the probability of its best partner where the two choose each other, else 0,
  /// `[N]`. It is given below the threshold too.
  public let confidence0: [Float]
  /// The same for the second set, `[M]`.
  public let confidence1: [Float]
  /// The time that the stages took.
  public var timings = Timings()

  /// - Parameters:
  ///   - matches0: `[N]`, for each keypoint of the first set the index of its partner, or −1.
  ///   - matches1: `[M]`, the same for the second set.
  ///   - confidence0: `[N]`, 0…1.
  ///   - confidence1: `[M]`, 0…1.
  public init(matches0: [Int], matches1: [Int], confidence0: [Float], confidence1: [Float]) {
    self.matches0 = matches0
    self.matches1 = matches1
    self.confidence0 = confidence0
    self.confidence1 = confidence1
  }

  /// Returns the result where none of N and M keypoints match.
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

/// Two results are equal where they hold the same matches, however long it took to find them.
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

/// The description is one line, and not a list of all indices.
extension Matches: CustomStringConvertible {
  public var description: String { "\(pairs.count) matches between \(matches0.count) and \(matches1.count) keypoints" }
}
