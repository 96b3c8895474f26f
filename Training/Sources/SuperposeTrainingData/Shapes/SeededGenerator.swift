/// A small seeded generator of random numbers, the same on every machine, whose state can be saved and taken up again:
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable, Codable {
  /// All that the next numbers depend on.
  public var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension SeededGenerator {
  mutating func uniform(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + Float(next() >> 40) * 0x1p-24 * (range.upperBound - range.lowerBound)
  }

  mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func chance(_ probability: Float) -> Bool { uniform(0...1) < probability }

  /// A point whose coordinates lie in 0...1, times `scale`.
  mutating func point(scale: Vector) -> Vector { Vector(uniform(0...1), uniform(0...1)) * scale }

  /// Nearly normal with mean 0 and variance 1: the sum of four uniform numbers, good enough for the noise of a pixel.
  mutating func noise() -> Float {
    let bits = next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    // Four uniform numbers have mean 2 and variance 1/3.
    return (Float(sum) * 0x1p-16 - 2) * 1.732_050_8
  }
}
