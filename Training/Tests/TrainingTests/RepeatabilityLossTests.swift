import SuperposeTorch
import Testing

@testable import SuperposeTraining

@Suite(.usesTorch)
struct RepeatabilityLossTests {
  private static let (rows, columns) = (6, 8)

  /// Returns logits of two views that show the same, shifted by a cell, except for one keypoint that only the first
  /// has.
  ///
  /// - Parameter points: The keypoints of each view by cell (row, column), each in the middle of its cell.
  private static func logits(_ points: [[(Int, Int)]]) -> TorchTensor {
    var values = [Float](repeating: -3, count: 2 * 65 * rows * columns)
    func set(_ view: Int, _ channel: Int, _ row: Int, _ column: Int, _ value: Float) {
      values[((view * 65 + channel) * rows + row) * columns + column] = value
    }
    for view in 0..<2 {
      for row in 0..<rows {
        for column in 0..<columns { set(view, 64, row, column, 3) }
      }
      for (row, column) in points[view] { set(view, 8 * 3 + 4, row, column, 3) }
    }
    return TorchTensor(values, [2, 65, rows, columns])
  }

  /// The shift by a cell to the right, and back.
  private static let across = [1, 0, 8, 0, 1, 0, 0, 0, 1, 1, 0, -8, 0, 1, 0, 0, 0, 1] as [Float]

  @Test func whatIsFoundAgainBecomesMoreProbableAndTheRestLess() throws {
    let logits = Self.logits([[(2, 2), (3, 5), (4, 3)], [(2, 3), (3, 6)]])
    logits.requireGradient()
    Torch.seed(1)
    RepeatabilityLoss(logits: logits, across: TorchTensor(Self.across, [2, 3, 3])).value.backward()
    let gradient = try #require(logits.gradient)
    func pull(_ view: Int, _ row: Int, _ column: Int) -> Float {
      -gradient.selected(0, view).selected(0, 8 * 3 + 4).selected(0, row).selected(0, column).value
    }
    #expect(pull(0, 2, 2) > 0 && pull(0, 3, 5) > 0 && pull(1, 2, 3) > 0 && pull(1, 3, 6) > 0)
    #expect(pull(0, 4, 3) < 0)
  }

  /// A keypoint that leaves the other view is neither rewarded nor punished.
  @Test func whatCannotBeSeenDoesNotCount() throws {
    let logits = Self.logits([[(2, 7)], [(2, 0)]])
    logits.requireGradient()
    Torch.seed(1)
    RepeatabilityLoss(logits: logits, across: TorchTensor(Self.across, [2, 3, 3])).value.backward()
    let gradient = try #require(logits.gradient)
    #expect(gradient.selected(0, 0).narrowed(2, 7..<8).abs().sum().value == 0)
    #expect(gradient.selected(0, 1).narrowed(2, 0..<1).abs().sum().value == 0)
  }
}
