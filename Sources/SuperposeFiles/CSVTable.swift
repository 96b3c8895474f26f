/// A table read from text: RFC 4180, with any line ends, and separated by commas, semicolons or tabs.
public struct CSVTable: Hashable, Sendable {
  /// A row below the header.
  public struct Row: Hashable, Sendable {
    /// The line on which it begins, counted from 1.
    public let line: Int
    public var cells: [String]
  }

  /// What separates the cells: the one of the three that the first line has most of.
  public let separator: Character
  /// The cells of the first line that is not empty.
  public var header: [String] = []
  public var rows: [Row] = []

  /// Why a text is no table.
  public struct Problem: Error, Hashable, Sendable {
    /// Counted from 1.
    public let line: Int
    /// What was found, in lower case and without a full stop.
    public let text: String
  }

  /// - Throws: ``Problem`` where a quoted cell has no end, or a row has more or fewer cells than the header.
  public init(_ text: String) throws(Problem) {
    let first = text.prefix { !$0.isNewline }
    let candidates: [Character] = [",", ";", "\t"]
    separator =
      candidates.max { a, b in first.count { $0 == a } < first.count { $0 == b } }.flatMap {
        first.contains($0) ? $0 : nil
      } ?? ","
    var reader = CSVReader(text, separator)
    while let row = try reader.next() {
      if row.cells == [""] { continue }
      guard !header.isEmpty else {
        header = row.cells
        continue
      }
      guard row.cells.count == header.count else {
        throw Problem(
          line: row.line, text: "expected \(header.count) cells, as in the first line, found \(row.cells.count)")
      }
      rows.append(row)
    }
  }

  /// The table as text.
  public var text: String { CSV.text([header] + rows.map(\.cells), separator: separator) }
}

/// Reads one row after the other.
private struct CSVReader {
  private var rest: Substring
  private let separator: Character
  private var line = 1

  init(_ text: String, _ separator: Character) {
    rest = text[...]
    self.separator = separator
  }

  /// Reads a row, or returns nil at the end of the text.
  mutating func next() throws(CSVTable.Problem) -> CSVTable.Row? {
    guard !rest.isEmpty else { return nil }
    let start = line
    var cells: [String] = []
    while true {
      cells.append(rest.first == "\"" ? try quotedCell() : plainCell())
      guard let end = rest.popFirst() else { break }
      if end.isNewline {
        line += 1
        break
      }
      guard end == separator else {
        throw CSVTable.Problem(line: line, text: "expected the end of a cell after its closing quote, found '\(end)'")
      }
      // A separator at the very end is followed by an empty cell.
      if rest.isEmpty {
        cells.append("")
        break
      }
    }
    return CSVTable.Row(line: start, cells: cells)
  }

  private mutating func plainCell() -> String {
    let end = rest.firstIndex { $0 == separator || $0.isNewline } ?? rest.endIndex
    defer { rest = rest[end...] }
    return String(rest[..<end])
  }

  private mutating func quotedCell() throws(CSVTable.Problem) -> String {
    let start = line
    rest.removeFirst()
    var cell = ""
    while let character = rest.popFirst() {
      if character == "\"" {
        guard rest.first == "\"" else { return cell }
        rest.removeFirst()
      } else if character.isNewline {
        line += 1
      }
      cell.append(character)
    }
    throw CSVTable.Problem(line: start, text: "a quoted cell that begins here has no end")
  }
}
