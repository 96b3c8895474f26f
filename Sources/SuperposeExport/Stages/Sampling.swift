import SuperposeGeometry
import SuperposeNetworks
import SuperposeONNX

/// Reads descriptors at keypoints from the coarse map with the standard `GridSample`.
///
/// ``NetworkConstants/firstCellCentre`` says where the cells lie.
enum Sampling {
  /// Adds unit vectors, `[B, 256, K]`.
  ///
  /// - Parameters:
  ///   - map: The coarse map, `[B, 256, H/8, W/8]`.
  ///   - positions: The positions in pixels, `[B, K, 2]`.
  ///   - padded: The size of the padded image.
  ///   - backend: The backend that adds the nodes.
  static func sample(_ map: Value, at positions: Value, padded: ImageExtent, on backend: ONNXBackend) -> Value {
    let graph = backend.graph
    return graph.scope("sampling") {
      let grid = graph.unsqueeze(grid(positions, padded, on: graph), [1])
      return backend.unitLength(graph.squeeze(graph.gridSample(map, at: grid), [2]), axis: 1)
    }
  }

  /// Converts positions to −1 at the first cell's centre and 1 at the last one's.
  private static func grid(_ positions: Value, _ padded: ImageExtent, on graph: GraphBuilder) -> Value {
    let offset = graph.node("Sub", [positions, graph.scalar(NetworkConstants.firstCellCentre)])
    let scaled: Value
    switch padded {
    case .known(let size):
      let factors = [size.width, size.height].map { 2 / (Float($0) - NetworkConstants.samplingMargin) }
      scaled = graph.node("Mul", [offset, graph.constant(factors, shape: [2], named: "grid.\(size)")])
    case .computed:
      let span = graph.node("Sub", [padded.floats(on: graph), graph.scalar(NetworkConstants.samplingMargin)])
      scaled = graph.node("Div", [graph.node("Mul", [offset, graph.scalar(2)]), span])
    }
    return graph.node("Sub", [scaled, graph.scalar(1)])
  }
}
