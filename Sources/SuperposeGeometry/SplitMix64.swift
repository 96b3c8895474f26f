import Foundation

/// A small seeded generator of random numbers (Steele, Lea and Flood, OOPSLA 2014). It gives the same numbers on every
/// machine, and its state can be stored and restored.
public struct SplitMix64: RandomNumberGenerator, Hashable, Codable, Sendable {
  /// The whole state of the generator.
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

  /// Returns a number in `0..<bound`. The bias, less than `bound / 2⁶⁴`, does not matter here.
  @inlinable
  public mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Returns a number that is uniform in 0..<1, with 53 random bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Returns a number that is uniform in a range.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// Returns two independent numbers with the standard normal distribution (Box and Muller 1958).
  public mutating func normalPair() -> (Float, Float) {
    let radius = (-2 * log(1 - unit())).squareRoot()
    let angle = 2 * Double.pi * unit()
    return (Float(radius * cos(angle)), Float(radius * sin(angle)))
  }
}
