import Foundation

/// A small seeded generator of random numbers, the same on every machine (Steele, Lea and Flood, OOPSLA 2014), whose
/// state can be kept and taken up again.
public struct SplitMix64: RandomNumberGenerator, Hashable, Codable, Sendable {
  /// All that the next numbers depend on.
  public var state: UInt64

  public init(seed: UInt64) { state = seed }

  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in `0..<bound`. The bias, under `bound / 2⁶⁴`, does not matter here.
  @inlinable
  public mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Uniform in 0..<1, 53 bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in a range.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// Two independent normal numbers (Box and Muller 1958).
  public mutating func normalPair() -> (Float, Float) {
    let radius = (-2 * log(1 - unit())).squareRoot()
    let angle = 2 * Double.pi * unit()
    return (Float(radius * cos(angle)), Float(radius * sin(angle)))
  }
}
