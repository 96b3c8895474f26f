import SuperposeNetworks
import SuperposeONNX

/// Chooses the best keypoints of a score map, without computing a shape from data where the form forbids it.
struct Selection {
  /// Rows of keypoints, best first and equal ones in reading order. A row without a keypoint has a score of 0.
  struct Rows {
    /// The scores, `[B, K]`.
    let scores: Value
    /// The positions in the map, counted row by row: integers, `[B, K]`.
    let places: Value
  }

  let graph: GraphBuilder
  let form: ExportForm
  /// The largest number of keypoints; nil for all, in the dynamic form only.
  let maxKeypoints: Int?

  /// - Parameter candidates: The scores of possible keypoints, 0 elsewhere, `[B, 1, H, W]`.
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

  /// Adds one row more than there are keypoints, whose score is 0 whatever its place holds.
  private func rowsWithPadding(_ flat: Value) -> Rows {
    let count = graph.node("Add", [number(of: flat), graph.integers([1])])
    let best = largest(count, of: flat)
    let scores = graph.pad(
      graph.slice(best[0], axes: [1], from: [0], to: [-1]), before: [0, 0], behind: [0, 1])
    return Rows(scores: scores, places: best[1])
  }

  /// Adds the number of keypoints, at most as many as wanted, `[1]`.
  private func number(of flat: Value) -> Value {
    let hits = graph.cast(graph.node("Greater", [flat, graph.scalar(0)]), to: .int64)
    let count = graph.reduce("ReduceSum", hits, axes: [1], keepingAxes: false)
    guard let maxKeypoints else { return count }
    return graph.node("Min", [count, graph.integers([maxKeypoints])])
  }

  private func largest(_ count: Value, of flat: Value) -> [Value] {
    graph.nodes("TopK", [flat, count], ["axis": .int(1), "largest": .int(1), "sorted": .int(1)], outputs: 2)
  }

  /// Adds the map's row of each place: integers, `[B, K]`.
  func mapRows(of places: Value, width: Value) -> Value {
    graph.scope("positions") { graph.node("Div", [places, width]) }
  }

  /// Converts places in a map to (x, y), `[B, K, 2]`, in integers: 32-bit floats would be exact enough, but 16-bit ones
  /// would not.
  func positions(of places: Value, rows: Value, width: Value) -> Value {
    graph.scope("positions") {
      let column = graph.node("Sub", [places, graph.node("Mul", [rows, width])])
      let pair = graph.concatenate([graph.unsqueeze(column, [2]), graph.unsqueeze(rows, [2])], axis: 2)
      return graph.cast(pair, to: .float32)
    }
  }
}

/// The keypoints of B images in K rows, some of which may be padding.
///
/// In the dynamic form the last row is always padding, so that nothing in the graph is ever empty: attention and maxima
/// have something to work on where there are no keypoints.
struct KeypointSet {
  /// The positions as (x, y) in pixels, `[B, K, 2]`.
  let positions: Value
  /// The scores, `[B, K]`.
  let scores: Value
  /// The descriptors, `[B, K, 256]`.
  let descriptors: Value
  /// Truth values that say which rows are keypoints, `[B, K]`.
  let isValid: Value
  /// The number of rows, where it is known.
  let rows: Int?

  /// Adds the integers 0, 1, … K − 1, `[1, K]`.
  func indices(on graph: GraphBuilder) -> Value {
    if let rows { return graph.constant(Array(0..<rows), shape: [1, rows], named: "indices.\(rows)") }
    let count = graph.node("Gather", [graph.node("Shape", [scores]), graph.integer(1)])
    return graph.unsqueeze(graph.range(to: count), [0])
  }
}
