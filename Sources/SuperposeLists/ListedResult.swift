public import Superpose
import SuperposeFiles
public import SuperposeWeights

/// One pair's line in the results of a list.
public struct ListedResult: Codable, Hashable, Sendable {
  /// The moving image's path, as it was given.
  public var moving: String
  /// The fixed image's path, as it was given.
  public var fixed: String
  /// The pair's own folder, in the list's.
  public var folder: String
  /// Null where the pair could not be tried: see ``error``.
  @Nullable public var verdict: Verdict?
  /// Why the verdict is not `registered`.
  public var reasons: [String]
  /// Why there is no verdict, for people.
  @Nullable public var error: String?
  /// The same for programs, such as `ImageError.notFound`: the error's type and its kind.
  @Nullable public var errorClass: String?
  /// How many matches there are.
  public var matchCount: Int
  /// How many of them support the transform.
  public var inlierCount: Int
  /// The mean distance, in the fixed image, between inliers and where the transform puts their partners; null when not
  /// registered.
  @Nullable public var meanErrorPixels: Double?
  /// The share of the fixed image that the moving image covers, 0…1; 0 when not registered.
  public var overlapFraction: Double
  /// Maps a point of the moving image to the fixed image; null when not registered.
  @Nullable public var fixedFromMoving: Homography?
  /// How long the pair took.
  public var seconds: Double
  /// The hash of files, settings and weights: where it is another one, the pair is registered anew.
  var identity: String

  init(_ report: RegistrationReport, folder: String, identity: String) {
    self.init(moving: report.moving.path, fixed: report.fixed.path, folder: folder, identity: identity)
    verdict = report.verdict
    reasons = report.reasons
    matchCount = report.statistics.matchCount
    inlierCount = report.statistics.inlierCount
    meanErrorPixels = report.statistics.meanErrorPixels
    overlapFraction = report.statistics.overlapFraction
    fixedFromMoving = report.fixedFromMoving
    seconds = report.seconds?.total ?? 0
  }

  init(moving: String, fixed: String, error: any Error, folder: String, identity: String) {
    self.init(moving: moving, fixed: fixed, folder: folder, identity: identity)
    self.error = "\(error)"
    errorClass = error.className
  }

  private init(moving: String, fixed: String, folder: String, identity: String) {
    self.moving = moving
    self.fixed = fixed
    self.folder = folder
    self.identity = identity
    (verdict, error, errorClass, meanErrorPixels, fixedFromMoving) = (nil, nil, nil, nil, nil)
    (reasons, matchCount, inlierCount, overlapFraction, seconds) = ([], 0, 0, 0, 0)
  }

  /// A table with a line for each pair; the transform row by row.
  public static func csv(_ results: [ListedResult]) -> String {
    let transform = (0..<3).flatMap { row in (0..<3).map { "h\(row)\($0)" } }
    let header =
      ["moving", "fixed", "folder", "verdict", "matches", "inliers", "meanErrorPixels", "overlapFraction", "seconds"]
      + transform + ["reasons", "errorClass", "error"]
    return CSV.text([header] + results.map(\.cells))
  }

  var cells: [String] {
    [
      moving, fixed, folder, verdict?.rawValue ?? "", "\(matchCount)", "\(inlierCount)",
      meanErrorPixels.map { "\($0)" } ?? "", "\(overlapFraction)", "\(seconds)",
    ] + (fixedFromMoving?.coefficients.map { "\($0)" } ?? [String](repeating: "", count: 9))
      + [reasons.joined(separator: "; "), errorClass ?? "", error ?? ""]
  }
}
