import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

@Test func exactEquationsAreSolved() throws {
  var generator = SplitMix64(seed: seed(from: #function))
  for unknowns in 1...8 {
    let truth = randomVector(unknowns, &generator)
    var equations = NormalEquations()
    for _ in 0..<20 {
      let row = randomVector(unknowns, &generator)
      equations.add(row, residual: (row * truth).sum(), weight: .random(in: 0.1...2, using: &generator))
    }
    let difference = try #require(equations.solution(unknowns: unknowns)) - truth
    #expect((difference * difference).sum() < 1e-18)
  }
}

@Test func undeterminedUnknownsGiveNil() {
  var equations = NormalEquations()
  #expect(equations.solution(unknowns: 2) == nil)
  for k in 1...5 { equations.add(SIMD8(Double(k), 2 * Double(k), 0, 0, 0, 0, 0, 0), residual: 1, weight: 1) }
  #expect(equations.solution(unknowns: 2) == nil)
  #expect(equations.solution(unknowns: 1) != nil)
}

private func randomVector(_ unknowns: Int, _ generator: inout SplitMix64) -> SIMD8<Double> {
  var vector = SIMD8<Double>.zero
  for k in 0..<unknowns { vector[k] = .random(in: -1...1, using: &generator) }
  return vector
}
