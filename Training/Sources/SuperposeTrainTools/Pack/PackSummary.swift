import SuperposeTrainingData

/// The number of files that were packed or left out, and why.
struct PackSummary {
  /// The number of files of each sort that are named one by one.
  private static let namesShown = 20

  private(set) var counts: [Photograph.Kind: Int] = [:]
  private(set) var unnamed = 0
  private(set) var byteCount = 0
  var unreadable: [String] = []
  var tiny: [String] = []

  var packed: Int { counts.values.reduce(0, +) }

  mutating func count(_ kind: Photograph.Kind?, isNamed: Bool, bytes: Int) {
    counts[kind ?? .photo, default: 0] += 1
    if !isNamed { unnamed += 1 }
    byteCount += bytes
  }

  func text(places: [String]) -> String {
    var lines = ["packed \(packed) images: " + shares.joined(separator: ", ")]
    if unnamed > 0 { lines.append("\(unnamed) are not in the table of kinds and count as photographs") }
    lines += Self.list(unreadable, "could not be read") + Self.list(tiny, "are too small")
    let taken = Double(packed) / Double(max(1, packed + unreadable.count + tiny.count))
    lines.append("\(Int((100 * taken).rounded())) % of the files were used; \(byteCount / 1_000_000) MB of pixels in")
    return (lines + places.map { "  \($0)" }).joined(separator: "\n")
  }

  /// Texts such as `2 photo (67 %)`, for each kind that occurs.
  private var shares: [String] {
    Photograph.Kind.allCases.compactMap { kind in
      counts[kind].map { "\($0) \(kind.rawValue) (\(Int((100 * Double($0) / Double(packed)).rounded())) %)" }
    }
  }

  private static func list(_ names: [String], _ what: String) -> [String] {
    guard !names.isEmpty else { return [] }
    let rest = names.count > namesShown ? ["  and \(names.count - namesShown) more"] : []
    return ["\(names.count) \(what):"] + names.prefix(namesShown).map { "  \($0)" } + rest
  }
}
