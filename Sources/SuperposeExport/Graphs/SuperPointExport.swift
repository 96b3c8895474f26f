import SuperposeNetworks
import SuperposeONNX

/// The graph `superpoint`: from `image` `[B, 1, H, W]` to `keypoints` `[B, K, 2]`, `scores` `[B, K]`, `descriptors`
/// `[B, 256, K]` and, in the static form, `valid` `[B, K]`; rows without a keypoint hold zeros there.
struct SuperPointExport {
  let backend: ONNXBackend
  let options: ExportOptions

  private var graph: GraphBuilder { backend.graph }

  func record() {
    let image = graph.input("image", .float32, options.imageShape(""))
    let set = KeypointGraph(backend: backend, options: options)
      .keypoints(of: image, .of(image, options.size, on: graph))
    graph.scope("outputs") { options.form == .static ? addStaticOutputs(set) : addDynamicOutputs(set) }
  }

  private func addStaticOutputs(_ set: KeypointSet) {
    let valid = graph.unsqueeze(set.isValid, [2])
    let zero = graph.scalar(0)
    add(
      keypoints: graph.node("Where", [valid, set.positions, zero]), scores: set.scores,
      descriptors: graph.node("Where", [valid, set.descriptors, zero]))
    graph.output(set.isValid, as: "valid", .bool, options.shape([]))
  }

  /// Adds the outputs without the row of padding.
  private func addDynamicOutputs(_ set: KeypointSet) {
    func trimmed(_ value: Value) -> Value { graph.slice(value, axes: [1], from: [0], to: [-1]) }
    add(
      keypoints: trimmed(set.positions), scores: trimmed(set.scores), descriptors: trimmed(set.descriptors))
  }

  private func add(keypoints: Value, scores: Value, descriptors: Value) {
    let channelsFirst = backend.transpose(descriptors, [0, 2, 1])
    graph.output(keypoints, as: "keypoints", .float32, options.shape([2]))
    graph.output(scores, as: "scores", .float32, options.shape([]))
    graph.output(
      channelsFirst, as: "descriptors", .float32,
      [.fixed(options.batch), .fixed(SuperPointNetwork.descriptorLength), options.keypointNumber("")])
  }
}
