import SuperposeONNX

/// Reads matches out of an assignment: pairs that are each other's best, with a probability above the threshold.
struct MutualMatches {
  /// The matches of one side.
  struct Side {
    /// The partner where there is a match, and any index elsewhere: integers, `[B, K]`.
    let best: Value
    /// Truth values that say which keypoints have a match, `[B, K]`.
    let isMatched: Value
    /// The probability of the best partner where the two choose each other, else 0, `[B, K]`.
    let confidence: Value
  }

  let graph: GraphBuilder
  let threshold: Float

  func sides(of assignment: Transport.Assignment, _ set0: KeypointSet, _ set1: KeypointSet) -> (Side, Side) {
    graph.scope("matches") {
      let best0 = graph.node("ArgMax", [assignment.logarithms], ["axis": .int(2), "keepdims": .int(0)])
      let best1 = graph.node("ArgMax", [assignment.logarithms], ["axis": .int(1), "keepdims": .int(0)])
      let largest = graph.reduce("ReduceMax", assignment.logarithms, axes: [2], keepingAxes: false)
      let probability = graph.node("Exp", [graph.node("Sub", [largest, assignment.norm])])
      let side0 = graph.scope("0") { side(best0, partnersBest: best1, probability, set0) }
      let side1 = graph.scope("1") {
        side(best1, partnersBest: best0, gather(side0.confidence, at: best1), set1)
      }
      return (side0, side1)
    }
  }

  /// Adds the partners' indices, −1 where there is none, `[B, K]`.
  func indices(_ side: Side) -> Value { graph.node("Where", [side.isMatched, side.best, graph.integer(-1)]) }

  private func side(_ best: Value, partnersBest: Value, _ probability: Value, _ set: KeypointSet) -> Side {
    let isMutual = graph.node("Equal", [gather(partnersBest, at: best), set.indices(on: graph)])
    let counts = graph.node("And", [isMutual, set.isValid])
    let confidence = graph.node("Where", [counts, probability, graph.scalar(0)])
    let isMatched = graph.node("Greater", [confidence, graph.scalar(threshold)])
    return Side(best: best, isMatched: isMatched, confidence: confidence)
  }

  private func gather(_ values: Value, at indices: Value) -> Value {
    graph.node("GatherElements", [values, indices], ["axis": .int(1)])
  }
}
