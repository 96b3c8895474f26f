import SuperposeTorch
import Testing
import TrainingTestSupport

@testable import SuperposeMatching
@testable import SuperposeTraining

@Suite(.usesTorch)
struct OptimalTransportTests {
  private static func plan(_ scores: [Float], _ rows: Int, _ columns: Int, dustbin: Float, iterations: Int) -> [Float] {
    optimalTransport(TorchTensor(scores, [1, rows, columns]), dustbin: TorchTensor(dustbin), iterations: iterations)
      .floats()
  }

  /// The result is compared with the logarithmic form in 64 bits.
  @Test(arguments: [(3, 0.5), (10, -9), (19, 8)] as [(Double, Float)], [1, 20, 100])
  func equalsTheLogarithmicForm(_ kind: (range: Double, dustbin: Float), iterations: Int) {
    for (rows, columns) in [(7, 11), (11, 7)] {
      let scores = numbers("scores", rows * columns, -kind.range...kind.range).map(Float.init)
      let found = Self.plan(scores, rows, columns, dustbin: kind.dustbin, iterations: iterations)
      let expected = scores.withUnsafeBufferPointer {
        ReferenceOptimalTransport.plan(
          scores: $0, rows: rows, columns: columns, dustbin: kind.dustbin, iterations: iterations)
      }
      #expect(found.count == expected.count && found.allSatisfy(\.isFinite))
      for (a, b) in zip(found, expected) { #expect(abs(Double(a) - logarithm(b)) < 2e-4, "\(b)") }
    }
  }

  /// Scores sharper than those of any trained network lead to finite values and gradients. There are more rows than
  /// columns, so that some must take a dustbin with a far lower score.
  @Test(arguments: [(100, -300), (100, -100), (100, 90), (300, 0)] as [(Double, Double)])
  func sharpScoresStayNumbers(_ kind: (range: Double, dustbin: Double)) {
    let scores = TorchTensor(numbers("scores", 77, -kind.range...kind.range).map(Float.init), [1, 11, 7])
    let dustbin = TorchTensor(Float(kind.dustbin))
    scores.requireGradient()
    dustbin.requireGradient()
    let plan = optimalTransport(scores, dustbin: dustbin, iterations: 50)
    plan.mean().backward()
    #expect(!plan.floats().contains { !$0.isFinite })
    let gradients = [scores, dustbin].compactMap(\.gradient).flatMap { $0.floats() }
    #expect(gradients.count == 78 && !gradients.contains { !$0.isFinite })
  }

  @Test func rowsAndColumnsOfKeypointsSumToOne() {
    let (rows, columns) = (6, 9)
    let scores = (0..<2).flatMap { numbers("scores\($0)", rows * columns, -4...4).map(Float.init) }
    let plan = optimalTransport(
      TorchTensor(scores, [2, rows, columns]), dustbin: TorchTensor(1 as Float), iterations: 200
    ).exp()
    let rowSums = plan.sum([2]).floats()
    let columnSums = plan.sum([1]).floats()
    for image in 0..<2 {
      for row in 0...rows {
        #expect(abs(rowSums[image * (rows + 1) + row] - (row < rows ? 1 : Float(columns))) < 1e-4)
      }
      for column in 0...columns {
        #expect(abs(columnSums[image * (columns + 1) + column] - (column < columns ? 1 : Float(rows))) < 1e-4)
      }
    }
  }
}
