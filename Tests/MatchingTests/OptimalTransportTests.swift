import Foundation
import TestSupport
import Testing

@testable import SuperposeMatching

private struct Problem: Sendable, CustomTestStringConvertible {
  let rows: Int
  let columns: Int
  let spread: Double
  let dustbin: Float
  var iterations = 100

  var testDescription: String { "\(rows)×\(columns), spread \(spread), dustbin \(dustbin), \(iterations) rounds" }

  var scores: [Float] { RuleWeights.uniform("transport \(rows) \(columns)", count: rows * columns, -spread...spread) }
}

/// The list of problems in Tools/reference/golden.py, in its order.
private let goldenProblems: [(rows: Int, columns: Int, dustbin: Float, iterations: Int)] = [
  (1, 1, 1, 100), (5, 3, 0.5, 1), (5, 3, 0.5, 3), (17, 29, 1, 100), (29, 17, -2, 100), (12, 40, 10, 100),
  (8, 9, 3, 100),
]

@Test(arguments: goldenProblems.indices)
func logarithmicFormEqualsTheReference(_ index: Int) throws {
  let golden = try Golden("transport")
  let problem = goldenProblems[index]
  let plan = try golden.values("\(index).scores").withUnsafeBufferPointer {
    ReferenceOptimalTransport.plan(
      scores: $0, rows: problem.rows, columns: problem.columns, dustbin: problem.dustbin, iterations: problem.iterations
    )
  }
  let expected = try golden.values("\(index).logAssignment")
  let worst = zip(plan, expected).map { abs($0 - exp(Double($1))) }.max() ?? 1
  #expect(worst < 1e-5)
}

@Test(arguments: [
  Problem(rows: 1, columns: 1, spread: 1, dustbin: 1), Problem(rows: 1, columns: 50, spread: 5, dustbin: 2),
  Problem(rows: 50, columns: 1, spread: 5, dustbin: 2),
  Problem(rows: 33, columns: 70, spread: 8, dustbin: 1, iterations: 1),
  Problem(rows: 70, columns: 33, spread: 8, dustbin: 1, iterations: 7),
  Problem(rows: 200, columns: 150, spread: 12, dustbin: 10),
  Problem(rows: 8, columns: 9, spread: 120, dustbin: 3), Problem(rows: 9, columns: 8, spread: 1, dustbin: 40),
  Problem(rows: 9, columns: 8, spread: 1, dustbin: -300), Problem(rows: 17, columns: 16, spread: 20, dustbin: -15),
  Problem(rows: 16, columns: 17, spread: 3, dustbin: 25),
])
private func scalingFormEqualsTheLogarithmicForm(_ problem: Problem) {
  problem.scores.withUnsafeBufferPointer { scores in
    var transport = OptimalTransport(
      scores: scores, rows: problem.rows, columns: problem.columns, dustbin: problem.dustbin)
    let isTrusted = transport.solve(iterations: problem.iterations)
    #expect(isTrusted)
    let found = transport.assignment()
    let expected = ReferenceOptimalTransport.assignment(
      scores: scores, rows: problem.rows, columns: problem.columns, dustbin: problem.dustbin,
      iterations: problem.iterations)
    #expect(found.bestColumn == expected.bestColumn)
    #expect(found.bestRow == expected.bestRow)
    #expect(zip(found.probability, expected.probability).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}

/// A match stands out of its row as those of real pairs do: then fewer rounds give what all of them would.
@Test(arguments: [200, 700]) func roundsThatChangeNothingAreLeftOut(count: Int) {
  var scores = RuleWeights.uniform("early transport", count: count * count, -8...0)
  for row in stride(from: 0, to: count, by: 2) { scores[row * count + (row * 7 + 3) % count] = 9 }
  scores.withUnsafeBufferPointer { scores in
    var transport = OptimalTransport(scores: scores, rows: count, columns: count, dustbin: 2)
    let isTrusted = transport.solve(iterations: 100)
    #expect(isTrusted)
    #expect((3..<60).contains(transport.roundCount), "\(transport.roundCount)")
    let found = transport.assignment()
    let expected = ReferenceOptimalTransport.assignment(
      scores: scores, rows: count, columns: count, dustbin: 2, iterations: 100)
    #expect(found.bestColumn == expected.bestColumn)
    #expect(zip(found.probability, expected.probability).allSatisfy { abs($0 - $1) <= 1e-4 * $1 + 1e-6 })
  }
}

@Test func scoresThatAreNoNumbersAreRecognisedAndMatchNothing() {
  let scores: [Float] = [1, .nan, 3, 4, .infinity, 6]
  scores.withUnsafeBufferPointer { scores in
    var transport = OptimalTransport(scores: scores, rows: 2, columns: 3, dustbin: 1)
    let isTrusted = transport.solve(iterations: 100)
    #expect(!isTrusted)
    let assignment = ReferenceOptimalTransport.assignment(
      scores: scores, rows: 2, columns: 3, dustbin: 1, iterations: 100)
    #expect(assignment.mutualMatches(threshold: 0.2).pairs.isEmpty)
  }
}

@Test func matchesAreMutualAndAboveTheThreshold() {
  var assignment = Assignment(rows: 3, columns: 3)
  assignment.bestColumn = [1, 1, 2]
  assignment.probability = [0.9, 0.8, 0.1]
  assignment.bestRow = [0, 0, 2]
  let matches = assignment.mutualMatches(threshold: 0.2)
  #expect(matches.matches0 == [1, -1, -1])
  #expect(matches.matches1 == [-1, 0, -1])
  #expect(matches.confidence0 == [0.9, 0, 0.1])
  #expect(matches.confidence1 == [0, 0.9, 0.1])
}
