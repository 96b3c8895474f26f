import Foundation

/// Rows of a name and a value, with the values aligned.
struct Table {
  private var rows: [(name: String, value: String)] = []

  mutating func row(_ name: String, _ value: String) { rows.append((name, value)) }

  var text: String {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { row in
      "  " + Style.faint(row.name.padding(to: width)) + "  " + row.value
    }.joined(separator: "\n")
  }
}

extension String {
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

extension Double {
  /// Formats the number with this many digits behind the point.
  func formatted(digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
