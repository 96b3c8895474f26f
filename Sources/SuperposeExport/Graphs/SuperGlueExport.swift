import SuperposeGeometry
import SuperposeNetworks
import SuperposeONNX

/// The graph `superglue`: from two sets of keypoints to `indices0`, `indices1` (−1 = none) and `mscores0`, `mscores1`.
///
/// The inputs of each side are `data_descriptors` `[B, 256, K]`, `data_keypoints` `[B, K, 2]` in pixels, `data_scores`
/// `[B, K]`, `image_size` `[2]` as (width, height) unless a size is given, and `valid` `[B, K]` in the static form.
struct SuperGlueExport {
  let backend: ONNXBackend
  let options: ExportOptions

  private var graph: GraphBuilder { backend.graph }

  /// The inputs of one side.
  private struct Inputs {
    let descriptors: Value
    let keypoints: Value
    let scores: Value
    var size: Value?
    var isValid: Value?
  }

  func record() {
    let inputs = declareInputs()
    let sides = inputs.enumerated().map { index, inputs in graph.scope("keypoints\(index)") { side(inputs) } }
    let matching = MatchingGraph(backend: backend, options: options)
    let (side0, side1) = matching.sides(sides[0], sides[1])
    graph.scope("outputs") {
      for (index, side) in [side0, side1].enumerated() {
        let shape = options.shape([], "\(index)")
        graph.output(trimmed(matching.matches.indices(side)), as: "indices\(index)", .int64, shape)
      }
      for (index, side) in [side0, side1].enumerated() {
        graph.output(
          trimmed(side.confidence), as: "mscores\(index)", .float32, options.shape([], "\(index)"))
      }
    }
  }

  /// Declares the inputs so that those of one kind are next to each other for both sides.
  private func declareInputs() -> [Inputs] {
    let length = Dimension.fixed(SuperGlueNetwork.descriptorLength)
    let descriptors = both {
      graph.input("data_descriptors" + $0, .float32, [.fixed(options.batch), length, options.keypointNumber($0)])
    }
    let keypoints = both { graph.input("data_keypoints" + $0, .float32, options.shape([2], $0)) }
    let scores = both { graph.input("data_scores" + $0, .float32, options.shape([], $0)) }
    let sizes = options.size == nil ? both { graph.input("image_size" + $0, .float32, [2]) } : []
    let valid = options.form == .static ? both { graph.input("valid" + $0, .bool, options.shape([], $0)) } : []
    return (0..<2).map { side in
      Inputs(
        descriptors: descriptors[side], keypoints: keypoints[side], scores: scores[side],
        size: sizes.isEmpty ? nil : sizes[side], isValid: valid.isEmpty ? nil : valid[side])
    }
  }

  private func both(_ input: (String) -> Value) -> [Value] { ["0", "1"].map(input) }

  private func side(_ inputs: Inputs) -> MatchingGraph.Side {
    let descriptors = backend.transpose(inputs.descriptors, [0, 2, 1])
    let set = inputs.isValid.map { staticSet(inputs, descriptors, isValid: $0) } ?? dynamicSet(inputs, descriptors)
    let normalized = Normalization.normalize(set.positions, inputs.size, known: options.size, on: graph)
    return MatchingGraph.Side(set: set, normalized: normalized)
  }

  private func staticSet(_ inputs: Inputs, _ descriptors: Value, isValid: Value) -> KeypointSet {
    KeypointSet(
      positions: inputs.keypoints, scores: inputs.scores, descriptors: descriptors, isValid: isValid,
      rows: options.rows)
  }

  /// Makes a set with a row of padding, so that nothing is empty.
  private func dynamicSet(_ inputs: Inputs, _ descriptors: Value) -> KeypointSet {
    let count = graph.node("Gather", [graph.node("Shape", [inputs.scores]), graph.integer(1)])
    let indices = graph.unsqueeze(graph.range(to: graph.node("Add", [count, graph.integer(1)])), [0])
    return KeypointSet(
      positions: graph.pad(inputs.keypoints, before: [0, 0, 0], behind: [0, 1, 0]),
      scores: graph.pad(inputs.scores, before: [0, 0], behind: [0, 1]),
      descriptors: graph.pad(descriptors, before: [0, 0, 0], behind: [0, 1, 0]),
      isValid: graph.node("Less", [indices, count]), rows: nil)
  }

  private func trimmed(_ value: Value) -> Value {
    options.form == .static ? value : graph.slice(value, axes: [1], from: [0], to: [-1])
  }
}
