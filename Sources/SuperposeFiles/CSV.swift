/// Tables as text: RFC 4180, but with line feeds alone.
public enum CSV {
  public static func text(_ rows: [[String]]) -> String {
    rows.map { line($0) + "\n" }.joined()
  }

  /// Returns a row without its line feed.
  public static func line(_ row: [String]) -> String { row.map(quoted).joined(separator: ",") }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
