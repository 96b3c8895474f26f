import SuperposeNetworks
import SuperposeONNX

/// The graph `registration`: from `input1` and `input2`, `[B, 1, H, W]`, to `mkpts0`, `mkpts1` and `confidence`.
///
/// In the dynamic form these are `[point_num, 2]` and `[point_num]`. In the static form they are `[B, K, 2]` and `[B,
/// K]`, with row k for the k-th keypoint of the first image, and `valid` `[B, K]`; rows without a match hold zeros.
/// Positions are in pixels of the inputs.
struct RegistrationExport {
  let backend: ONNXBackend
  let options: ExportOptions

  private var graph: GraphBuilder { backend.graph }

  func record() {
    let images = ["1", "2"].map { graph.input("input" + $0, .float32, options.imageShape($0)) }
    let sides = images.enumerated().map { index, image in graph.scope("image\(index)") { side(image) } }
    let matching = MatchingGraph(backend: backend, options: options)
    let (matches, _) = matching.sides(sides[0], sides[1])
    graph.scope("outputs") {
      let partners = partners(of: matches, in: sides[1].set)
      if options.form == .static {
        addStaticOutputs(matches, sides[0].set.positions, partners)
      } else {
        addDynamicOutputs(matches, sides[0].set.positions, partners)
      }
    }
  }

  private func side(_ image: Value) -> MatchingGraph.Side {
    let extent = ImageExtent.of(image, options.size, on: graph)
    let set = KeypointGraph(backend: backend, options: options).keypoints(of: image, extent)
    let normalized = Normalization.normalize(
      set.positions, options.size == nil ? extent.floats(on: graph) : nil, known: options.size, on: graph)
    return MatchingGraph.Side(set: set, normalized: normalized)
  }

  /// Adds the position of each keypoint's best partner, `[B, K, 2]`.
  private func partners(of matches: MutualMatches.Side, in set: KeypointSet) -> Value {
    let column = graph.unsqueeze(matches.best, [2])
    return graph.node(
      "GatherElements", [set.positions, graph.concatenate([column, column], axis: 2)], ["axis": .int(1)])
  }

  private func addStaticOutputs(_ matches: MutualMatches.Side, _ positions: Value, _ partners: Value) {
    let zero = graph.scalar(0)
    let isMatched = graph.unsqueeze(matches.isMatched, [2])
    for (name, points) in [("mkpts0", positions), ("mkpts1", partners)] {
      graph.output(
        graph.node("Where", [isMatched, points, zero]), as: name, .float32, options.shape([2]))
    }
    graph.output(
      graph.node("Where", [matches.isMatched, matches.confidence, zero]), as: "confidence", .float32, options.shape([]))
    graph.output(matches.isMatched, as: "valid", .bool, options.shape([]))
  }

  private func addDynamicOutputs(_ matches: MutualMatches.Side, _ positions: Value, _ partners: Value) {
    let isMatched = graph.squeeze(matches.isMatched, [0])
    for (name, points) in [("mkpts0", positions), ("mkpts1", partners)] {
      graph.output(compressed(points, isMatched), as: name, .float32, ["point_num", 2])
    }
    graph.output(compressed(matches.confidence, isMatched), as: "confidence", .float32, ["point_num"])
  }

  private func compressed(_ values: Value, _ isMatched: Value) -> Value {
    graph.node("Compress", [graph.squeeze(values, [0]), isMatched], ["axis": .int(0)])
  }
}
