import Foundation
import Superpose

extension SplitMix64 {
  /// Uniform in 0..<1, 53 bits.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in a range.
  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// Two independent normal numbers (Box and Muller 1958).
  mutating func normalPair() -> (Float, Float) {
    let radius = (-2 * Foundation.log(1 - unit())).squareRoot()
    let angle = 2 * Double.pi * unit()
    return (Float(radius * cos(angle)), Float(radius * sin(angle)))
  }
}
