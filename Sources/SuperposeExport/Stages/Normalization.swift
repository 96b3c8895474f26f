import SuperposeGeometry
import SuperposeNetworks
import SuperposeONNX

/// Normalises keypoints as SuperGlue takes them: centred on their own image and divided by
/// ``NetworkConstants/keypointScale`` times its longer side.
enum Normalization {
  /// Normalises positions.
  ///
  /// - Parameters:
  ///   - positions: The positions in pixels, `[B, K, 2]`.
  ///   - size: (width, height), `[2]`; needed where the size is not known.
  ///   - known: The size where it is known.
  ///   - graph: The graph that is built.
  /// - Returns: The normalised positions, `[B, K, 2]`.
  static func normalize(_ positions: Value, _ size: Value?, known: ImageSize?, on graph: GraphBuilder) -> Value {
    graph.scope("normalization") {
      if let known { return normalize(positions, known, on: graph) }
      guard let size else { preconditionFailure("neither a size nor an input for it") }
      let offset = graph.node("Sub", [positions, graph.node("Mul", [size, graph.scalar(0.5)])])
      let longSide = graph.reduce("ReduceMax", size, axes: [0])
      return graph.node(
        "Div", [offset, graph.node("Mul", [longSide, graph.scalar(Float(NetworkConstants.keypointScale))])])
    }
  }

  private static func normalize(_ positions: Value, _ size: ImageSize, on graph: GraphBuilder) -> Value {
    let centre = [Float(size.width) / 2, Float(size.height) / 2]
    let offset = graph.node("Sub", [positions, graph.constant(centre, shape: [2], named: "centre.\(size)")])
    return graph.node(
      "Mul", [offset, graph.scalar(Float(1 / (NetworkConstants.keypointScale * Double(size.longSide))))])
  }
}
