import SuperposeGeometry

extension RandomNumberGenerator {
  mutating func uniform(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
  /// Returns a number whose logarithm is uniform.
  mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
    exp(uniform(log(range.lowerBound)...log(range.upperBound)))
  }
  /// Returns a standard normal number, by Box and Muller's method.
  mutating func normal() -> Double {
    (-2 * log(uniform(.leastNonzeroMagnitude...1))).squareRoot() * cos(2 * .pi * uniform(0...1))
  }
  mutating func chance(_ probability: Double) -> Bool { uniform(0...1) < probability }
}

extension SplitMix64 {
  /// Makes one of many independent generators. Every step of training draws from its own, made from the run's seed and
  /// the step's number, so that a run that was stopped continues with the numbers that it would have had.
  init(seed: UInt64, stream: UInt64) {
    var mixer = SplitMix64(seed: seed ^ (stream &* 0xD6E8_FEB8_6659_FD93))
    self.init(seed: mixer.next())
  }
}
