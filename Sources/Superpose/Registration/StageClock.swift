/// Measures named stages of work.
public struct StageClock: Sendable {
  /// Seconds by stage; a stage that runs twice adds up.
  public private(set) var seconds: [String: Double] = [:]

  public init() {}

  public mutating func measure<Result>(_ stage: String, _ work: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { seconds[stage, default: 0] += (ContinuousClock.now - start) / .seconds(1) }
    return try work()
  }
}
