import Foundation

/// Numbers as pages show them, with a true minus sign and thousands set apart.
enum Words {
  static func decimal(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value).replacing("-", with: "−")
  }

  /// Returns `12,345`.
  static func count(_ value: Int) -> String {
    var digits = String(abs(value))
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = String(digits.dropLast(3))
    }
    return (value < 0 ? "−" : "") + ([digits[...]] + groups).joined(separator: ",")
  }

  /// Returns `1.2 MB`.
  static func bytes(_ count: Int) -> String {
    switch Double(count) {
    case 1e9...: decimal(Double(count) / 1e9, 1) + " GB"
    case 1e6...: decimal(Double(count) / 1e6, 1) + " MB"
    case 1e3...: decimal(Double(count) / 1e3, 0) + " kB"
    default: "\(count) bytes"
    }
  }

  /// Returns the last part of a path.
  static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path))
  }
}
