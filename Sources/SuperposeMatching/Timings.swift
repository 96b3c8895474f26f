/// How long the stages of a piece of work took. Stages do not overlap, so that their sum is the whole.
public struct Timings: Hashable, Sendable {
  /// In the order in which they run.
  public enum Stage: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case read
    /// Grey, resized or warped.
    case resize
    /// The network.
    case superpoint
    /// Suppression, the best keypoints, their descriptors.
    case select
    /// SIFT's keypoints and descriptors, which stand for both of the former.
    case sift
    /// The network.
    case superglue
    /// Optimal transport, mutual matches.
    case assign
    case estimate
    case verdict
    /// Pictures of a result: drawn, encoded and written.
    case write
  }

  /// A stage that ran twice has the sum of both.
  public private(set) var seconds: [Stage: Double] = [:]

  public init() {}

  public subscript(stage: Stage) -> Double? { seconds[stage] }

  /// In seconds.
  public var total: Double { seconds.values.reduce(0, +) }

  public mutating func measure<Result>(_ stage: Stage, _ work: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { add(start.secondsUntilNow, to: stage) }
    return try work()
  }

  /// Gives a stage what the stages so far leave of the time since `start`, so that nothing is lost between them.
  public mutating func complete(_ stage: Stage, since start: ContinuousClock.Instant) {
    add(max(0, start.secondsUntilNow - total), to: stage)
  }

  private mutating func add(_ duration: Double, to stage: Stage) { seconds[stage, default: 0] += duration }

  public static func + (a: Timings, b: Timings) -> Timings {
    var sum = a
    sum.seconds.merge(b.seconds, uniquingKeysWith: +)
    return sum
  }

  public static func += (a: inout Timings, b: Timings) { a = a + b }

  /// The mean of one piece of work where these were of `count`.
  public static func / (a: Timings, count: Int) -> Timings {
    var mean = a
    mean.seconds = a.seconds.mapValues { $0 / Double(count) }
    return mean
  }
}

/// Written as an object, seconds by the stages' names.
extension Timings: Codable {
  public init(from decoder: any Decoder) throws { seconds = try .init(from: decoder) }

  public func encode(to encoder: any Encoder) throws { try seconds.encode(to: encoder) }
}

extension ContinuousClock.Instant {
  fileprivate var secondsUntilNow: Double { duration(to: .now) / .seconds(1) }
}
