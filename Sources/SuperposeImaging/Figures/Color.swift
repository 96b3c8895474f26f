/// A colour to draw with, 0xRRGGBB in sRGB.
public struct Color: Hashable, Sendable {
  /// `0xRRGGBB`.
  public var rgb: UInt32

  /// - Parameter rgb: `0xRRGGBB`.
  public init(rgb: UInt32) { self.rgb = rgb }

  public static let black = Color(rgb: 0x000000)
  public static let white = Color(rgb: 0xFFFFFF)
  public static let gray = Color(rgb: 0xA0A0A0)
  public static let red = Color(rgb: 0xE02020)
  public static let orange = Color(rgb: 0xFF9010)
  public static let yellow = Color(rgb: 0xFFE000)
  public static let green = Color(rgb: 0x20E040)
  public static let cyan = Color(rgb: 0x00D8FF)
  public static let blue = Color(rgb: 0x3060FF)
  public static let magenta = Color(rgb: 0xFF30D0)

  /// Those that have a name, in the order of the rainbow.
  public static let named: [(name: String, color: Color)] = [
    ("red", red), ("orange", orange), ("yellow", yellow), ("green", green), ("cyan", cyan), ("blue", blue),
    ("magenta", magenta), ("white", white), ("gray", gray), ("black", black),
  ]
}

/// Written as a name (`green`) or as `#20e040`, in any case.
extension Color: LosslessStringConvertible {
  /// Nil for a text that is none of these forms.
  public init?(_ text: String) {
    let text = text.lowercased()
    if let known = Self.named.first(where: { $0.name == text }) {
      self = known.color
    } else {
      let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
      guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let rgb = UInt32(digits, radix: 16) else {
        return nil
      }
      self.init(rgb: rgb)
    }
  }

  public var description: String {
    if let known = Self.named.first(where: { $0.color == self }) { return known.name }
    let digits = String(rgb & 0xFFFFFF, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
