import SuperposeGeometry

extension SplitMix64 {
  mutating func uniform(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + Float(next() >> 40) * 0x1p-24 * (range.upperBound - range.lowerBound)
  }

  mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func chance(_ probability: Float) -> Bool { uniform(0...1) < probability }

  /// Returns a point with coordinates in 0...1, times `scale`.
  mutating func point(scale: Vector) -> Vector { Vector(uniform(0...1), uniform(0...1)) * scale }

  /// Returns a nearly normal number with mean 0 and variance 1: the sum of four uniform numbers, good enough for the
  /// noise of a pixel.
  mutating func noise() -> Float {
    let bits = next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    // Four uniform numbers have mean 2 and variance 1/3.
    return (Float(sum) * 0x1p-16 - 2) * 1.732_050_8
  }
}
