import SuperposeNetworks
import SuperposeONNX

/// Chooses the best keypoints of a score map without making a shape out of data where the form forbids it.
struct Selection {
  /// Rows of keypoints, best first, ties in reading order; what is no keypoint has score 0.
  struct Rows {
    /// `[B, K]`
    let scores: Value
    /// `[B, K]`, integers: positions in the map, row by row.
    let places: Value
  }

  let graph: GraphBuilder
  let form: ExportForm
  /// Nil for all, in the dynamic form only.
  let maxKeypoints: Int?

  /// - Parameter candidates: `[B, 1, H, W]`: the score of a keypoint, 0 elsewhere.
  func rows(of candidates: Value) -> Rows {
    graph.scope("selection") {
      let flat = graph.node("Reshape", [candidates, graph.integers([0, -1])])
      switch (form, maxKeypoints) {
      case (.static, let count?):
        let best = largest(graph.integers([count]), of: flat)
        return Rows(scores: best[0], places: best[1])
      default: return rowsWithPadding(flat)
      }
    }
  }

  /// One row more than there are keypoints; its score is 0 whatever stands at its place.
  private func rowsWithPadding(_ flat: Value) -> Rows {
    let count = graph.node("Add", [number(of: flat), graph.integers([1])])
    let best = largest(count, of: flat)
    let scores = graph.pad(
      graph.slice(best[0], axes: [1], from: [0], to: [-1]), before: [0, 0], behind: [0, 1])
    return Rows(scores: scores, places: best[1])
  }

  /// How many keypoints there are, at most as many as wanted, `[1]`.
  private func number(of flat: Value) -> Value {
    let hits = graph.cast(graph.node("Greater", [flat, graph.scalar(0)]), to: .int64)
    let count = graph.reduce("ReduceSum", hits, axes: [1], keepingAxes: false)
    guard let maxKeypoints else { return count }
    return graph.node("Min", [count, graph.integers([maxKeypoints])])
  }

  private func largest(_ count: Value, of flat: Value) -> [Value] {
    graph.nodes("TopK", [flat, count], ["axis": .int(1), "largest": .int(1), "sorted": .int(1)], outputs: 2)
  }

  /// The map's row of each place, `[B, K]`, integers.
  func mapRows(of places: Value, width: Value) -> Value {
    graph.scope("positions") { graph.node("Div", [places, width]) }
  }

  /// Places in a map to (x, y), `[B, K, 2]`. In integers: 32-bit floats would do, 16-bit ones would not.
  func positions(of places: Value, rows: Value, width: Value) -> Value {
    graph.scope("positions") {
      let column = graph.node("Sub", [places, graph.node("Mul", [rows, width])])
      let pair = graph.concatenate([graph.unsqueeze(column, [2]), graph.unsqueeze(rows, [2])], axis: 2)
      return graph.cast(pair, to: .float32)
    }
  }
}
