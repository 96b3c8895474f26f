import SuperposeGeometry

/// The places of the words above a picture of matches.
struct CaptionLayout {
  private static let ink = Color(rgb: 0x202020)

  private let title: String
  private let titleColor: Color
  private let counts: String
  private let notes: [String]
  private let letter: Double
  private let isStacked: Bool
  let height: Int

  init(_ caption: Figure.Caption, _ drawn: MatchSelection, width: Int) {
    letter = max(10, Double(width) / 130)
    title = caption.title
    titleColor = caption.color
    counts = Self.counts(drawn, caption.verbs)
    let (margin, letter) = (letter, letter)
    let room = Double(width) - 2 * margin
    isStacked = Canvas.width(of: title + "   " + counts, height: letter) > room
    notes = caption.notes.flatMap { Self.wrapped($0, room: room, height: letter) }
    let rows = 1 + (isStacked ? 1 : 0) + notes.count
    height = Int((Double(rows) * Self.rowHeight * letter + letter).rounded())
  }

  /// The height of a row, in heights of a letter.
  private static let rowHeight = 1.9

  func draw(on canvas: borrowing Canvas) {
    var baseline = 1.7 * letter
    func text(_ text: String, x: Double, color: Color) {
      canvas.text(text, x: Int(x), y: Int(baseline), height: letter, color: color)
    }
    text(title, x: letter, color: titleColor)
    if isStacked { baseline += Self.rowHeight * letter }
    let start = isStacked ? letter : letter + Canvas.width(of: title + "  ", height: letter)
    text(counts, x: start, color: Self.ink)
    for note in notes {
      baseline += Self.rowHeight * letter
      text(note, x: letter, color: Self.ink)
    }
  }

  /// Returns text such as `838 of 1011 matches agree; 150 are drawn, those that do not in grey`.
  private static func counts(_ drawn: MatchSelection, _ verbs: [String]?) -> String {
    let count = drawn.acceptedCount + drawn.rejectedCount
    let matches = count == 1 ? "1 match" : "\(count) matches"
    let rest = drawn.drawnCount < count ? "\(drawn.drawnCount) drawn" : ""
    guard let verbs, verbs.count == 2, count > 0 else { return rest.isEmpty ? matches : "\(matches), \(rest)" }
    let gray = drawn.rejected.isEmpty ? "" : "grey: those that \(verbs[1])"
    let notes = [rest, gray].filter { !$0.isEmpty }.joined(separator: "; ")
    return "\(drawn.acceptedCount) of \(matches) \(verbs[0])" + (notes.isEmpty ? "" : " (\(notes))")
  }

  /// Breaks text into lines of whole words that fit.
  private static func wrapped(_ text: String, room: Double, height: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, Canvas.width(of: last + " " + word, height: height) <= room {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
