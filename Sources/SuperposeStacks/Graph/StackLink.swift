public import Superpose
import SuperposeEstimation
public import SuperposeGeometry
public import SuperposeWeights

/// What is known of two frames that were matched.
public struct StackLink: Codable, Hashable, Sendable {
  /// Two points that belong together.
  struct Match: Codable, Hashable, Sendable {
    var moving: Point
    var fixed: Point
    var confidence: Float
  }

  /// The place of the frame from which points come, in the list.
  public internal(set) var moving: Int
  /// The place of the frame to which they go.
  public internal(set) var fixed: Int
  /// Whether the pair's own transform can be trusted. Only a pair that is `registered` links its frames.
  public var verdict: Verdict
  /// Why the verdict is not `registered`.
  public var reasons: [String]
  /// How many matches there are.
  public var matchCount: Int
  /// How many of them agree on a transform.
  public var inlierCount: Int
  /// The transform on which they agree; null when the verdict is `failed`.
  @Nullable public var fixedFromMoving: Homography?
  /// The matches that agree, or an even selection of them.
  var matches: [Match]

  /// So many matches of a link take part; more make the transforms hardly better.
  static let mostMatches = 160

  init(_ pair: FramePair, _ report: RegistrationReport) {
    (moving, fixed) = (pair.second, pair.first)
    verdict = report.verdict
    reasons = report.reasons
    matchCount = report.statistics.matchCount
    inlierCount = report.statistics.inlierCount
    _fixedFromMoving = Nullable(wrappedValue: report.fixedFromMoving)
    let size = ImageSize(width: report.moving.width, height: report.moving.height)
    matches = report.inliers.map { Match(moving: $0.moving, fixed: $0.fixed, confidence: $0.confidence) }
      .spread(over: size, count: Self.mostMatches)
  }

  /// The link for the joint estimation; nil where the pair is not to be trusted.
  var frameLink: FrameLink? {
    guard verdict == .registered, let fixedFromMoving else { return nil }
    let correspondences = matches.map {
      Correspondence(moving: $0.moving, fixed: $0.fixed, confidence: Double($0.confidence))
    }
    return FrameLink(
      moving: moving, fixed: fixed, correspondences: correspondences, fixedFromMoving: fixedFromMoving)
  }
}

extension [StackLink.Match] {
  /// The side of the grid over which matches are spread.
  private static var gridSide: Int { 12 }

  /// Returns at most so many, from all parts of the moving image alike, the most confident of each first.
  func spread(over size: ImageSize, count limit: Int) -> [StackLink.Match] {
    guard count > limit else { return self }
    let side = Self.gridSide
    func cell(_ position: Double, _ length: Int) -> Int {
      Swift.min(Swift.max(Int((position + 0.5) / Double(length) * Double(side)), 0), side - 1)
    }
    let cells = Dictionary(grouping: indices) { index in
      cell(self[index].moving.y, size.height) * side + cell(self[index].moving.x, size.width)
    }
    // By rounds: first the best of each cell, then the second of each.
    let ranked = cells.sorted { $0.key < $1.key }.flatMap { _, members in
      members.sorted { (-self[$0].confidence, $0) < (-self[$1].confidence, $1) }.enumerated().map { ($0, $1) }
    }
    let chosen = ranked.sorted { ($0.0, -self[$0.1].confidence, $0.1) < ($1.0, -self[$1.1].confidence, $1.1) }
    return chosen.prefix(limit).map(\.1).sorted().map { self[$0] }
  }
}
