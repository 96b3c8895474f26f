import SuperposeTorch
import Testing

@testable import SuperposeTraining

@Suite(.usesTorch)
struct MatchingTruthTests {
  @Test func whoBelongsToWhom() {
    let truth = HandMade.truth
    #expect(truth.isMatched0.floats() == [1, 0, 0, 1])
    #expect(truth.isUnmatched0.floats() == [0, 0, 1, 0])
    #expect(truth.isMatched1.floats() == [1, 0, 0, 1, 0])
    #expect(truth.isUnmatched1.floats() == [0, 0, 1, 0, 0])
    let counterparts = truth.counterpart0.floats()
    #expect(counterparts[0] == 0 && counterparts[3] == 3)
  }

  /// In a view that is ten times smaller everything is near everything, which says nothing.
  @Test func distancesCountInTheLargerView() {
    let large: [Float] = [0, 0, 20, 0, 40, 0]
    let small: [Float] = [0, 0, 2, 0, 2.8, 0]
    let truth = MatchingTruth(
      keypoints0: TorchTensor(large, [1, 3, 2]), projected0: TorchTensor(large.map { $0 / 10 }, [1, 3, 2]),
      keypoints1: TorchTensor(small, [1, 3, 2]), projected1: TorchTensor(small.map { $0 * 10 }, [1, 3, 2]))
    #expect(truth.isMatched0.floats() == [1, 1, 0])
    #expect(truth.isUnmatched0.floats() == [0, 0, 1])
    #expect(truth.isUnmatched1.floats() == [0, 0, 1])
  }

  /// The loss is `-log` of the right entries, where matches and non-matches have half of the weight each.
  @Test func theLossReadsTheRightEntries() {
    let (rows, columns) = (HandMade.n + 1, HandMade.m + 1)
    let entries = (0..<rows * columns).map { -Float($0) }
    let loss = MatchingLoss(assignment: TorchTensor(entries, [1, rows, columns]), HandMade.truth)
    // The entries are (0, 0) and (3, 3) for matches, and (2, dustbin) and (dustbin, 2) for the others.
    #expect(loss.positive.value == Float(0 + 21) / 2)
    #expect(loss.negative.value == Float(17 + 26) / 2)
    #expect(loss.total.value == (10.5 + 21.5) / 2)
  }

  @Test func precisionAndRecall() {
    let (rows, columns) = (HandMade.n + 1, HandMade.m + 1)
    var entries = [Float](repeating: 0.01, count: rows * columns)
    // The entries are right, wrong, and not certain enough; the largest of the last row is in a column that has a
    // larger one.
    for (row, column, value) in [(0, 0, 0.9), (1, 2, 0.8), (2, 1, 0.15), (3, 2, 0.5)] as [(Int, Int, Float)] {
      entries[row * columns + column] = value
    }
    var score = MatchingScore()
    score.add(assignment: TorchTensor(entries, [1, rows, columns]).log(), HandMade.truth)
    #expect(score.predicted == 2 && score.correct == 1 && score.matchable == 2)
    #expect(score.precision == 0.5 && score.recall == 0.5)
  }
}
