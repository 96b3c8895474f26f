import SuperposeGeometry
import SuperposeNetworks
import SuperposeONNX

/// Adds SuperGlue with all stages around it: from two sets of keypoints to the matches in both directions.
struct MatchingGraph {
  let backend: ONNXBackend
  let options: ExportOptions

  private var graph: GraphBuilder { backend.graph }

  var matches: MutualMatches { MutualMatches(graph: graph, threshold: options.matching.matchThreshold) }

  /// A set of keypoints, with its positions also normalised by the size of its own image.
  struct Side {
    let set: KeypointSet
    /// The normalised positions, `[B, K, 2]`.
    let normalized: Value
  }

  /// Adds the matches of both sides.
  func sides(_ side0: Side, _ side1: Side) -> (MutualMatches.Side, MutualMatches.Side) {
    let scores = SuperGlueNetwork.scores(
      keypoints0: tokens(side0), descriptors0: side0.set.descriptors, keypoints1: tokens(side1),
      descriptors1: side1.set.descriptors, keyBias0: keyBias(side0.set), keyBias1: keyBias(side1.set), on: backend)
    let transport = Transport(graph: graph, iterations: options.matching.sinkhornIterations, batch: options.batch)
    let assignment = transport.assignment(
      scores, isValid0: side0.set.isValid, isValid1: side1.set.isValid,
      dustbin: backend.parameter(SuperGlueNetwork.dustbin.name))
    return matches.sides(of: assignment, side0.set, side1.set)
  }

  /// Adds (x, y, score) of each keypoint, `[B, K, 3]`.
  private func tokens(_ side: Side) -> Value {
    graph.concatenate([side.normalized, graph.unsqueeze(side.set.scores, [2])], axis: 2)
  }

  /// Adds zero for each keypoint and ``NetworkConstants/excludedScore`` for padding, `[B, 1, 1, K]`.
  private func keyBias(_ set: KeypointSet) -> Value {
    let bias = graph.node(
      "Where", [set.isValid, graph.scalar(0), graph.scalar(NetworkConstants.excludedScore)])
    return graph.unsqueeze(bias, [1, 2])
  }
}
