import Foundation
import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

private let loss = MarginalizedLoss(largestScale: 2)
private let cut = 2 * MarginalizedLoss.quantile

/// Returns the weight as the paper defines it: the likelihood of the error (χ with two degrees of freedom, at scale s),
/// summed over the scales that explain it.
private func integratedWeight(_ error: Double) -> Double {
  let (steps, lowest, largest) = (5_000, error / MarginalizedLoss.quantile, 2.0)
  let width = (largest - lowest) / Double(steps)
  return (0..<steps).reduce(0) { sum, k in
    let s = lowest + (Double(k) + 0.5) * width
    return sum + error / (s * s) * exp(-error * error / (2 * s * s)) * width
  }
}

@Test func weightIsTheMarginalisedLikelihood() {
  // Both are equal up to one constant factor.
  let factor = loss.weight(1) / integratedWeight(1)
  for error in [0.2, 2.0, 3.5, 5.0] {
    #expect(abs(loss.weight(error * error) - factor * integratedWeight(error)) < 1e-5, "\(error)")
  }
}

@Test func weightIsTheLossesDerivative() {
  for error in stride(from: 0.3, to: cut, by: 0.37) {
    let (square, step) = (error * error, 0.05)
    let slope = (loss.cost(square + step) - loss.cost(square - step)) / (2 * step)
    #expect(abs(2 * slope - loss.weight(square)) < 3e-3, "\(error)")
  }
}

@Test func lossIsInterpolatedClosely() {
  for error in stride(from: 0, through: cut, by: 0.01) {
    #expect(abs(loss.cost(error * error) - MarginalizedLoss.exactCost(error, scale: 2)) < 2e-4)
  }
}

@Test func lossIsConstantFarAway() {
  #expect(loss.cost(cut * cut) == loss.cost(.infinity))
  #expect(loss.weight(cut * cut) == 0)
  #expect(loss.cost(0) == 0)
}

@Test func truncatedSquaresCountNothingBeyondTheTolerance() {
  let loss = TruncatedSquares(squaredTolerance: 9)
  #expect(loss.cost(4) == 2 && loss.weight(4) == 1)
  #expect(loss.cost(16) == 4.5 && loss.weight(16) == 0)
}

@Test func selectionAgreesWithSorting() {
  var generator = SplitMix64(seed: seed(from: #function))
  for count in 1...40 {
    let values = (0..<count).map { _ in Double(generator.next(below: 10)) }
    for index in values.indices {
      var copy = values
      #expect(select(index, from: &copy) == values.sorted()[index])
    }
  }
  var behindTheHorizon = [Double](repeating: .infinity, count: 9)
  #expect(select(4, from: &behindTheHorizon) == .infinity)
}
