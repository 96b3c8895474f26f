import SuperposeGeometry
import SuperposeNetworks
import SuperposeONNX

/// Reads descriptors at keypoints from the coarse map with the standard `GridSample`.
///
/// With w cells across, pixel x lies at `(x − 3.5) / (8·w − 4.5)` of the way from the first cell's centre to the last
/// one's: the convention that the published weights were trained with, see the program's own `DescriptorSampling`.
enum Sampling {
  private static let firstCentre: Float = Float(SuperPointNetwork.cell) / 2 - 0.5
  /// `8·w − 4.5` is the padded width less this.
  private static let marginPixels: Float = Float(SuperPointNetwork.cell) / 2 + 0.5
  /// Below this a length counts as zero.
  private static let shortest: Float = 1e-12

  /// Unit vectors `[B, 256, K]`.
  ///
  /// - Parameters:
  ///   - map: `[B, 256, H/8, W/8]`.
  ///   - positions: `[B, K, 2]` in pixels.
  static func sample(_ map: Value, at positions: Value, padded: ImageExtent, on graph: GraphBuilder) -> Value {
    graph.scope("sampling") {
      let grid = graph.unsqueeze(grid(positions, padded, on: graph), [1])
      let samples = graph.squeeze(graph.gridSample(map, at: grid), [2])
      let squares = graph.reduce("ReduceSum", graph.node("Mul", [samples, samples]), axes: [1])
      let lengths = graph.node("Max", [graph.node("Sqrt", [squares]), graph.scalar(shortest)])
      return graph.node("Div", [samples, lengths])
    }
  }

  /// Positions from −1 at the first cell's centre to 1 at the last one's.
  private static func grid(_ positions: Value, _ padded: ImageExtent, on graph: GraphBuilder) -> Value {
    let offset = graph.node("Sub", [positions, graph.scalar(firstCentre)])
    let scaled: Value
    switch padded {
    case .known(let size):
      let factors = [size.width, size.height].map { 2 / (Float($0) - marginPixels) }
      scaled = graph.node("Mul", [offset, graph.constant(factors, shape: [2], named: "grid.\(size)")])
    case .computed:
      let span = graph.node("Sub", [padded.floats(on: graph), graph.scalar(marginPixels)])
      scaled = graph.node("Div", [graph.node("Mul", [offset, graph.scalar(2)]), span])
    }
    return graph.node("Sub", [scaled, graph.scalar(1)])
  }
}
