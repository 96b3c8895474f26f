/// Tables as text: RFC 4180, but with line feeds alone.
public enum CSV {
  public static func text(_ rows: [[String]], separator: Character = ",") -> String {
    rows.map { line($0, separator: separator) + "\n" }.joined()
  }

  /// Returns a row without its line feed.
  public static func line(_ row: [String], separator: Character = ",") -> String {
    row.map { quoted($0, separator) }.joined(separator: String(separator))
  }

  private static func quoted(_ cell: String, _ separator: Character) -> String {
    guard cell.contains(where: { $0 == separator || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
