/// Measures named stages of work. Stages do not overlap, so that their sum is the whole.
///
/// A pair goes through `read`, `resize`, `superpoint` (the network), `select` (suppression, the best keypoints, their
/// descriptors), `superglue` (the network), `assign` (optimal transport, mutual matches) and `estimate`;
/// with SIFT instead, `sift` stands for its keypoints and descriptors.
public struct StageClock: Sendable {
  /// Every stage, in the order in which they run.
  public static let stages = ["read", "resize", "superpoint", "select", "sift", "superglue", "assign", "estimate"]

  /// Seconds by stage; a stage that runs twice adds up.
  public private(set) var seconds: [String: Double] = [:]

  public init() {}

  public mutating func measure<Result>(_ stage: String, _ work: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { add(stage, since: start) }
    return try work()
  }

  public mutating func add(_ stage: String, since start: ContinuousClock.Instant) {
    seconds[stage, default: 0] += (ContinuousClock.now - start) / .seconds(1)
  }
}
