/// The times that the stages of a piece of work took. Stages do not overlap, so that their sum is the whole.
public struct Timings: Hashable, Sendable {
  /// The stages, in the order in which they run.
  public enum Stage: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case read
    /// The image is converted to grey, resized or warped.
    case resize
    /// The network SuperPoint runs.
    case superpoint
    /// Keypoints are selected, and their descriptors sampled.
    case select
    /// SIFT finds keypoints and descriptors, in the place of the two stages before.
    case sift
    /// The network SuperGlue runs.
    case superglue
    /// Optimal transport assigns keypoints to each other.
    case assign
    case estimate
    case verdict
    /// Pictures of a result are drawn, encoded and written.
    case write
  }

  /// The time of each stage. A stage that ran twice has the sum of both.
  public private(set) var seconds: [Stage: Double] = [:]

  /// No stage has taken any time.
  public init() {}

  /// Seconds; nil for a stage that did not run.
  public subscript(stage: Stage) -> Double? { seconds[stage] }

  /// The time of all stages, in seconds.
  public var total: Double { seconds.values.reduce(0, +) }

  /// Adds the seconds of some work to a stage.
  public mutating func measure<Result>(_ stage: Stage, _ work: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { add(start.secondsUntilNow, to: stage) }
    return try work()
  }

  /// Gives a stage what the stages so far leave of the time since `start`, so that no time is lost between them.
  public mutating func complete(_ stage: Stage, since start: ContinuousClock.Instant) {
    add(max(0, start.secondsUntilNow - total), to: stage)
  }

  private mutating func add(_ duration: Double, to stage: Stage) { seconds[stage, default: 0] += duration }

  /// Both together, stage by stage.
  public static func + (a: Timings, b: Timings) -> Timings {
    var sum = a
    sum.seconds.merge(b.seconds, uniquingKeysWith: +)
    return sum
  }

  public static func += (a: inout Timings, b: Timings) { a = a + b }

  /// Returns the mean time of one piece of work, where these are the times of `count`.
  public static func / (a: Timings, count: Int) -> Timings {
    var mean = a
    mean.seconds = a.seconds.mapValues { $0 / Double(count) }
    return mean
  }
}

/// Timings are encoded as an object that maps the stages' names to seconds.
extension Timings: Codable {
  public init(from decoder: any Decoder) throws { seconds = try .init(from: decoder) }

  public func encode(to encoder: any Encoder) throws { try seconds.encode(to: encoder) }
}

extension ContinuousClock.Instant {
  fileprivate var secondsUntilNow: Double { duration(to: .now) / .seconds(1) }
}
