import SuperposeONNX

/// Keypoints of B images, in K rows of which some may be padding.
///
/// In the dynamic form the last row always is: so nothing in the graph is ever empty, and attention and maxima have
/// something to work on where there are no keypoints.
struct KeypointSet {
  /// `[B, K, 2]` as (x, y), in pixels.
  let positions: Value
  /// `[B, K]`
  let scores: Value
  /// `[B, K, 256]`
  let descriptors: Value
  /// `[B, K]`, truth values: which rows are keypoints.
  let isValid: Value
  /// K, where it is known.
  let rows: Int?

  /// 0, 1, … K − 1, integers, `[1, K]`.
  func indices(on graph: GraphBuilder) -> Value {
    if let rows { return graph.constant(Array(0..<rows), shape: [1, rows], named: "indices.\(rows)") }
    let count = graph.node("Gather", [graph.node("Shape", [scores]), graph.integer(1)])
    return graph.unsqueeze(graph.range(to: count), [0])
  }
}
