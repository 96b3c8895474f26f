import Superpose
import SuperposeEstimation
import SuperposeGeometry

/// What to do about a verdict that is not `registered`. It depends on the figures of the result and not on its words.
struct Advice {
  let text: String
  /// The options to try; nil where there is nothing to type.
  var command: String?

  /// With fewer keypoints than this there is little to match, whatever the pictures show.
  private static let fewKeypoints = 300
  /// With this many matches or more, it says something about the scene that few agree.
  private static let manyMatches = 80
  /// The place of the corners is uncertain above this fraction of the fixed image's short side, see `Evidence`.
  private static let unsureCorners = 0.02

  static func all(_ report: RegistrationReport) -> [Advice] {
    guard report.verdict != .registered else { return [] }
    return keypoints(report) + matches(report) + extent(report) + [look(report)]
  }

  private static func keypoints(_ report: RegistrationReport) -> [Advice] {
    let counts = [("moving", report.keypoints.moving), ("fixed", report.keypoints.fixed)]
    guard let (name, count) = counts.min(by: { $0.1 < $1.1 }), count < fewKeypoints else { return [] }
    return [
      Advice(
        text: "The \(name) picture has only \(count) keypoints. Let weaker ones count, and show it larger:",
        command: "--threshold 0.001 --resize 1600")
    ]
  }

  private static func matches(_ report: RegistrationReport) -> [Advice] {
    let isPoor = report.statistics.inlierCount < report.statistics.matchCount / 4
    guard report.statistics.matchCount >= manyMatches, isPoor else {
      return [
        Advice(
          text: "If both pictures show the same thing, look for more matches:",
          command: "--max-keypoints 2048 --match-threshold 0.1")
      ]
    }
    return [
      Advice(
        text: """
          Many matches and few that agree are a sign of repeating patterns, or of a scene that is not flat. Cut both \
          pictures to the part that matters, or try a transform that bends less:
          """, command: "--transform affine")
    ]
  }

  private static func extent(_ report: RegistrationReport) -> [Advice] {
    guard let deviation = report.statistics.cornerDeviationPixels, report.configuration.estimation.model == .homography,
      deviation > unsureCorners * Double(min(report.fixed.width, report.fixed.height))
    else { return [] }
    return [
      Advice(
        text: "Far from the agreeing matches the transform is a guess. One that bends less holds better there:",
        command: "--transform similarity")
    ]
  }

  private static func look(_ report: RegistrationReport) -> Advice {
    report.verdict == .doubtful
      ? Advice(text: "Swipe and blink below before you use it: edges that meet everywhere say that it is right.")
      : Advice(text: "Check below that both pictures show the same thing, and that neither is mirrored.")
  }
}

extension Verdict {
  var title: String {
    switch self {
    case .registered: "Registered"
    case .doubtful: "Doubtful"
    case .failed: "Not registered"
    }
  }
}

extension RegistrationReport {
  /// The verdict in a sentence or two.
  var sentence: String {
    let agreement = """
      \(statistics.inlierCount) of \(statistics.matchCount) matches agree on one transform\
      \(statistics.meanErrorPixels.map { " and lie \(Words.decimal($0, 2)) pixels from where it puts them" } ?? "").
      """
    switch verdict {
    case .registered: return agreement
    case .doubtful: return agreement + " That is thin evidence: look before you use it."
    case .failed:
      return "\(statistics.matchCount) matches were found, and no transform that can be trusted comes of them."
    }
  }
}

extension String {
  /// The reason of a verdict as a sentence of its own.
  var asSentence: String { prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".") }
}
