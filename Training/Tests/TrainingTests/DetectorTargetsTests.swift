import SuperposeGeometry
import SuperposeTorch
import Testing

@testable import SuperposeTraining

@Suite(.usesTorch)
struct DetectorTargetsTests {
  @Test func aCellHasItsPixelItsFirstPointOrNone() {
    let points: [[Point]] = [
      // The second point lies in the cell of the first, and the last one in the last pixel of the last cell after
      // rounding.
      [Point(x: 10, y: 3), Point(x: 9, y: 1), Point(x: 22.6, y: 15.4)],
      [Point(x: -0.4, y: 7.5), Point(x: 24.4, y: 2), Point(x: 3, y: -2)],
    ]
    let targets = DetectorTargets(points: points, known: nil, size: ImageSize(width: 24, height: 16), on: .cpu)
    #expect(targets.classes.shape == [2, 2, 3])
    // The points are at (2, 3) and (7, 7) of their cells, and at (0, 0).
    let expected: [Float] = [64, 26, 64, 64, 64, 63, 64, 64, 64, 0, 64, 64]
    #expect(targets.classes.floats() == expected)
    #expect(targets.weights.floats() == [Float](repeating: 1, count: 12))
  }

  @Test func cellsThatAreNotWhollyKnownDoNotCount() {
    let targets = DetectorTargets(
      points: [[], []], known: [{ _ in true }, { $0.x <= 14.5 && $0.y >= 0.5 }], size: ImageSize(width: 24, height: 16),
      on: .cpu)
    #expect(targets.weights.floats() == [1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0])
  }

  @Test func theLossIsTheCrossEntropyOfTheCellsThatCount() {
    let targets = DetectorTargets(
      points: [[Point(x: 1, y: 0)]], known: [{ $0.x < 8 }], size: ImageSize(width: 16, height: 8), on: .cpu)
    // There are two cells. All logits are 0 but one, that of the first cell's right class, whose probability is e² /
    // (e² + 64).
    var logits = [Float](repeating: 0, count: 130)
    logits[2] = 2
    let loss = detectorLoss(logits: TorchTensor(logits, [1, 65, 1, 2]), targets).value
    #expect(abs(Double(loss) - 2.268145) < 1e-4)
  }
}
