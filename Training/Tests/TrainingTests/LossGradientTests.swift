import SuperposeGeometry
import SuperposeTorch
import Testing
import TrainingTestSupport

@testable import SuperposeTraining

/// With 64-bit floats, central differences are right to about a ten-millionth.
private let tolerance = 1e-6

@Suite(.usesTorch)
struct LossGradientTests {
  /// The gradients are those of the fixed point, so that the differences must be taken there.
  @Test(arguments: [0.7, -2, 3])
  func transport(dustbin: Double) {
    let scores = Argument64("scores", [2, 4, 5], -3...3)
    let error = gradientError([scores, Argument64([dustbin], [])]) {
      weighted(optimalTransport($0[0], dustbin: $0[1], iterations: 1000))
    }
    #expect(error < tolerance)
  }

  @Test func descriptorSamples() {
    // The points lie within the map and beyond the centres of its outermost cells, but on no cell's centre, where the
    // slope jumps.
    let points = Argument64([10.2, 7.7, 20.3, 30.1, 13.9, 2.1, 36.2, 1.3, 1.9, 24.4, 30.6, 12.2], [2, 3, 2])
    let error = gradientError([Argument64("map", [2, 6, 4, 5]), points]) {
      weighted(sampleDescriptors($0[0], at: $0[1]))
    }
    #expect(error < tolerance)
  }

  @Test func detector() {
    let points: [[Point]] = [[Point(x: 3, y: 2), Point(x: 12, y: 9)], [Point(x: 20, y: 1)]]
    let targets = DetectorTargets(
      points: points, known: [{ _ in true }, { $0.x < 10 }], size: ImageSize(width: 24, height: 16), on: .cpu)
    let error = gradientError([Argument64("logits", [2, 65, 2, 3], -2...2)]) { detectorLoss(logits: $0[0], targets) }
    #expect(error < tolerance)
  }

  @Test func descriptors() {
    let mask = TorchTensor((0..<32).map { $0 % 7 == 3 ? Float(1) : 0 }, [2, 4, 4]).greater(0)
    let weights = TorchTensor([1, 1, 0, 1, 1, 0, 1, 1] as [Float], [2, 4])
    let error = gradientError([Argument64("a", [2, 4, 6]), Argument64("b", [2, 4, 6])]) {
      descriptorLoss($0[0], $0[1], excluded: mask, weights: weights, temperature: 0.5)
    }
    #expect(error < tolerance)
  }

  @Test func matching() {
    let truth = HandMade.truth
    let error = gradientError([Argument64("assignment", [1, HandMade.n + 1, HandMade.m + 1], -4...0)]) {
      MatchingLoss(assignment: $0[0], truth).total
    }
    #expect(error < tolerance)
  }

  /// The layers follow each other as they do in training.
  @Test func matchingThroughTransport() {
    let truth = HandMade.truth
    let scores = Argument64("scores", [1, HandMade.n, HandMade.m], -3...3)
    let error = gradientError([scores, Argument64([1.1], [])]) {
      MatchingLoss(assignment: optimalTransport($0[0], dustbin: $0[1], iterations: 1000), truth).total
    }
    #expect(error < tolerance)
  }
}
