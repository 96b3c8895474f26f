import SuperposeONNX

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
