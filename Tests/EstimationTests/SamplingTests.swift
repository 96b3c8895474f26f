import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

/// The numbers are the first for seed 0 as published with the generator (java.util.SplittableRandom gives the same).
@Test func generatorIsSplitMix() {
  var generator = SplitMix64(seed: 0)
  #expect(
    (0..<3).map { _ in generator.next() } == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F])
}

@Test(arguments: [1, 2, 4])
func samplesAreDistinctAndInRange(_ size: Int) {
  var sampler = ProgressiveSampler(count: 12, sampleSize: size, budget: 100, generator: SplitMix64(seed: 1))
  for _ in 0..<1000 {
    sampler.draw()
    #expect(Set(sampler.sample).count == size)
    #expect(sampler.sample.allSatisfy { 0..<12 ~= $0 })
  }
}

@Test func bestMatchesAreDrawnFirst() {
  var sampler = ProgressiveSampler(count: 1000, sampleSize: 4, budget: 10_000, generator: SplitMix64(seed: 1))
  sampler.draw()
  #expect(sampler.sample.sorted() == [0, 1, 2, 3])
  for _ in 0..<99 { sampler.draw() }
  #expect(sampler.sample.max() ?? .max <= 103)
}

/// After the budget, every match is drawn equally often.
@Test func orderIsForgottenAtLast() {
  var sampler = ProgressiveSampler(count: 20, sampleSize: 4, budget: 200, generator: SplitMix64(seed: 1))
  for _ in 0..<400 { sampler.draw() }
  var drawn = [Int](repeating: 0, count: 20)
  for _ in 0..<10_000 {
    sampler.draw()
    for index in sampler.sample { drawn[index] += 1 }
  }
  // The expected count is 2000 with a standard deviation of 40.
  #expect(drawn.allSatisfy { abs($0 - 2000) < 200 })
}

@Test func hugeBudgetDoesNotOverflow() {
  var sampler = ProgressiveSampler(count: 5, sampleSize: 2, budget: .max, generator: SplitMix64(seed: 1))
  for _ in 0..<100 { sampler.draw() }
  #expect(sampler.sample.allSatisfy { 0..<5 ~= $0 })
}
