import TestSupport
import Testing

@testable import SuperposeWeights

private func histogram(_ batches: [Float]...) -> ActivationHistogram {
  var histogram = ActivationHistogram()
  for values in batches { values.withUnsafeBufferPointer { histogram.add($0) } }
  return histogram
}

private let uniform = RuleWeights.uniform("histogram", count: 100_000, 0...3)

@Test func evenlySpreadValuesAreCoveredWhole() {
  #expect(abs(histogram(uniform).leastErrorRange - 3) < 0.03)
}

/// The error of every range is computed from the values themselves.
@Test func theRangeHasTheLeastError() {
  // The values are many small ones and a tail.
  let values = uniform.map { $0 * $0 * $0 * $0 }
  func error(_ range: Float) -> Double {
    values.reduce(0) { sum, value in
      let error = Double(min((value / range * 255).rounded(), 255) * range / 255 - value)
      return sum + error * error
    }
  }
  let best = error(histogram(values).leastErrorRange)
  for range in stride(from: Float(10), through: 81, by: 2) { #expect(best <= error(range) * 1.02, "\(range)") }
}

@Test func binsWidenAndKeepWhatTheyCounted() {
  let widened = histogram([0.1, 0.2, 0.3], [5], [700])
  #expect(widened.top == 1024)
  #expect(widened.counts.reduce(0, +) == 5)
  #expect(widened.counts.indices.filter { widened.counts[$0] == 1 } == [0, 1, 2, 40, 5600])
  #expect(histogram(uniform, [60]).counts == histogram([60], uniform).counts)
}

@Test func whatIsNoSoundValueIsLeftOut() {
  let odd = histogram([.nan, .infinity, -1, 0, -.infinity, .greatestFiniteMagnitude, 0x1p-130])
  #expect(odd.counts.allSatisfy { $0 == 0 })
  #expect(odd.leastErrorRange == 1)
  #expect(histogram([.nan, 2, .infinity]).counts.reduce(0, +) == 1)
}
