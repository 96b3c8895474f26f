import SuperposeONNX

/// Keypoints of B images, in K rows of which some may be padding.
///
/// In the dynamic form the last row always is: so nothing in the graph is ever empty, and attention and maxima have something to
/// work on where there are no keypoints.
struct KeypointSet {
  /// `[B, K, 2]` as (x, y), in pixels.
  let positions: Value
  /// `[B, K]`
  let scores: Value
  /// `[B, K, 256]`
  let descriptors: Value
  /// `[B, K]`, truth values: which rows are keypoints.
  let isValid: Value
  /// 0, 1, … K − 1, integers, `[1, K]`.
  let indices: Value

  /// 0, 1, … for a number that is known.
  static func indices(to count: Int, on graph: GraphBuilder) -> Value {
    graph.constant(Array(0..<count), shape: [1, count], named: "indices.\(count)")
  }
}
