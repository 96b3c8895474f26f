/// How far a registration has come, as people see it.
public enum Stage: String, Codable, Sendable, CaseIterable {
  case queued
  case starting
  case describingMoving = "describing-moving"
  case describingFixed = "describing-fixed"
  case matching
  case estimating
  case writing
  case ended

  /// The share of the whole that is done when the stage begins, by the times that the stages usually take.
  public var progress: Double {
    switch self {
    case .queued: 0
    case .starting: 0.02
    case .describingMoving: 0.05
    case .describingFixed: 0.25
    case .matching: 0.45
    case .estimating: 0.9
    case .writing: 0.95
    case .ended: 1
    }
  }
}
