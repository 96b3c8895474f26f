import Superpose

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
