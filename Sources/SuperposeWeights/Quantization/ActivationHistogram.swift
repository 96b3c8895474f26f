import Foundation

/// Counts how often values above zero occur, in bins of equal width from zero on. The bins widen when a larger value
/// comes.
struct ActivationHistogram {
  static let binCount = 8192
  /// Values outside of this count as zero. No sound network has larger ones, and bins so wide could not tell others
  /// apart.
  private static let sound: Range<Float> = 1e-20..<1e20

  private(set) var counts = [Int](repeating: 0, count: binCount)
  /// The upper end of the last bin, a power of two; zero before the first value.
  private(set) var top: Float = 0

  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    var largest: Float = 0
    for value in values where value > largest && value < Self.sound.upperBound { largest = value }
    guard largest >= Self.sound.lowerBound else { return }
    widen(for: largest)
    let binsPerUnit = Float(Self.binCount) / top
    let end = top
    counts.withUnsafeMutableBufferPointer { counts in
      // The comparison also leaves out NaN.
      for value in values where value > 0 && value < end { counts[Int(value * binsPerUnit)] &+= 1 }
    }
  }

  /// The largest value that 8 bits should represent. Of those that are tried, it is the one for which the values,
  /// rounded to multiples of its 255th part and cut off at it, differ least from themselves in the mean of squares. It
  /// is one where nothing was above zero.
  ///
  /// Compared with percentiles on 12 photographs of 640×480, 512 keypoints each, the share of keypoints found at the
  /// same pixel as in f32 was 93.4 % with this, 75.9 % with the 99.9th percentile of the values, 90.5 % with the
  /// 99.99th, 93.3 % with the 99.999th, and 93.5 % with the largest value. This choice has no parameter to be tuned.
  var leastErrorRange: Float {
    guard let last = counts.lastIndex(where: { $0 > 0 }) else { return 1 }
    let binWidth = top / Float(Self.binCount)
    let largest = Float(last + 1) * binWidth
    let candidates = (1...128).map { largest * Float($0) / 128 }
    let errors = candidates.map { squaredError(range: $0, through: last, binWidth) }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? candidates.count - 1
    return candidates[best]
  }

  /// Returns the error where every value counts as its bin's centre.
  private func squaredError(range: Float, through last: Int, _ binWidth: Float) -> Double {
    let step = range / 255
    return (0...last).reduce(0) { sum, bin in
      guard counts[bin] > 0 else { return sum }
      let value = (Float(bin) + 0.5) * binWidth
      let error = Double(min((value / step).rounded(), 255) * step - value)
      return sum + Double(counts[bin]) * error * error
    }
  }

  /// Makes room for a value: bins are joined in pairs until the last one ends above it.
  private mutating func widen(for value: Float) {
    if top == 0 { top = Float(sign: .plus, exponent: value.exponent + 1, significand: 1) }
    while top <= value {
      for bin in 0..<Self.binCount / 2 { counts[bin] = counts[2 * bin] + counts[2 * bin + 1] }
      for bin in Self.binCount / 2..<Self.binCount { counts[bin] = 0 }
      top *= 2
    }
  }
}
