import SuperposeONNX

/// The positions of a map's pixels along both axes, in shapes that broadcast over `[B, 1, H, W]`.
struct PixelAxes {
  /// Truth values that say whether pixels are inside of the border, measured by the image's real size, `[1, 1, 1, W]`
  /// and `[1, 1, H, 1]`.
  let isInsideColumn: Value
  let isInsideRow: Value
  /// Floats that fall from left to right and from top to bottom, `[1, 1, 1, W]` and `[1, 1, H, 1]`. There is not one
  /// number for each pixel, because above 2²⁴ pixels 32-bit floats would not tell neighbours apart.
  let columnPriority: Value
  let rowPriority: Value

  /// - Parameters:
  ///   - extent: The image's real size.
  ///   - padded: The map's size.
  ///   - borderPixels: The width of the border.
  ///   - graph: The graph that is built.
  init(extent: ImageExtent, padded: ImageExtent, borderPixels: Int, on graph: GraphBuilder) {
    switch (extent, padded) {
    case (.known(let size), .known(let map)):
      let columns = Self.inside(map.width, of: size.width, border: borderPixels)
      let rows = Self.inside(map.height, of: size.height, border: borderPixels)
      isInsideColumn = graph.constant(columns, shape: [1, 1, 1, map.width], named: "inside.columns")
      isInsideRow = graph.constant(rows, shape: [1, 1, map.height, 1], named: "inside.rows")
      columnPriority = graph.constant(
        (0..<map.width).map { -Float($0) }, shape: [1, 1, 1, map.width], named: "priority.columns")
      rowPriority = graph.constant(
        (0..<map.height).map { -Float($0) }, shape: [1, 1, map.height, 1], named: "priority.rows")
    default:
      let columns = Self.positions(padded.width(on: graph), axes: [0, 1, 2], on: graph)
      let rows = Self.positions(padded.height(on: graph), axes: [0, 1, 3], on: graph)
      isInsideColumn = Self.inside(columns, of: extent.width(on: graph), border: borderPixels, on: graph)
      isInsideRow = Self.inside(rows, of: extent.height(on: graph), border: borderPixels, on: graph)
      columnPriority = graph.cast(graph.node("Neg", [columns]), to: .float32)
      rowPriority = graph.cast(graph.node("Neg", [rows]), to: .float32)
    }
  }

  private static func positions(_ count: Value, axes: [Int], on graph: GraphBuilder) -> Value {
    graph.unsqueeze(graph.range(to: count), axes)
  }

  private static func inside(_ count: Int, of length: Int, border: Int) -> [Bool] {
    (0..<count).map { $0 >= border && $0 < length - border }
  }

  private static func inside(_ positions: Value, of length: Value, border: Int, on graph: GraphBuilder) -> Value {
    let border = graph.integer(border)
    let isBehind = graph.node("GreaterOrEqual", [positions, border])
    return graph.node("And", [isBehind, graph.node("Less", [positions, graph.node("Sub", [length, border])])])
  }
}
