/// A colour to draw with, 0xRRGGBB in sRGB.
public struct Color: Hashable, Sendable {
  public var rgb: UInt32

  public init(rgb: UInt32) { self.rgb = rgb }

  public static let white = Color(rgb: 0xFFFFFF)
  public static let gray = Color(rgb: 0xA0A0A0)
  public static let green = Color(rgb: 0x20E040)

  /// Red at 0 through yellow to green at 1; clamped, and red for NaN.
  public static func confidence(_ confidence: Double) -> Color {
    let t = confidence > 0 ? min(confidence, 1) : 0
    let red = UInt32((min(1, 2 * (1 - t)) * 230).rounded())
    let green = UInt32((min(1, 2 * t) * 210).rounded())
    return Color(rgb: red << 16 | green << 8 | 0x28)
  }
}
