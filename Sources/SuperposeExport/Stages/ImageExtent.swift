import SuperposeGeometry
import SuperposeNetworks
import SuperposeONNX

/// An image's size in a graph: numbers that are known when it is made, or a value that is computed from the input.
enum ImageExtent {
  case known(ImageSize)
  /// Integers (width, height), `[2]`.
  case computed(Value)

  /// Returns the size of an image input, `[B, 1, H, W]`.
  static func of(_ image: Value, _ size: ImageSize?, on graph: GraphBuilder) -> ImageExtent {
    if let size { return .known(size) }
    return graph.scope("size") {
      .computed(graph.node("Gather", [graph.node("Shape", [image]), graph.integers([3, 2])]))
    }
  }

  /// Returns the size with both sides rounded up to whole cells of the network.
  func padded(on graph: GraphBuilder) -> ImageExtent {
    switch self {
    case .known(let size): return .known(SuperPointNetwork.paddedSize(size))
    case .computed(let size):
      let cell = graph.integer(SuperPointNetwork.cell)
      let cells = graph.node("Div", [graph.node("Add", [size, graph.integer(SuperPointNetwork.cell - 1)]), cell])
      return .computed(graph.node("Mul", [cells, cell]))
    }
  }

  /// Adds (width, height) as floats, `[2]`.
  func floats(on graph: GraphBuilder) -> Value {
    switch self {
    case .known(let size):
      graph.constant([Float(size.width), Float(size.height)], shape: [2], named: "size.\(size)")
    case .computed(let size): graph.cast(size, to: .float32)
    }
  }

  func width(on graph: GraphBuilder) -> Value { side(0, on: graph) }

  func height(on graph: GraphBuilder) -> Value { side(1, on: graph) }

  /// Adds one side as a scalar integer.
  private func side(_ axis: Int, on graph: GraphBuilder) -> Value {
    switch self {
    case .known(let size): graph.integer(axis == 0 ? size.width : size.height)
    case .computed(let size): graph.node("Gather", [size, graph.integer(axis)])
    }
  }
}

/// Pads an image with zeros at the right and at the bottom up to whole cells of the network, which would otherwise lose
/// the image's edge.
enum ImagePadding {
  /// - Parameters:
  ///   - image: Images, `[B, 1, H, W]`.
  ///   - extent: Their size.
  ///   - padded: The size in whole cells.
  ///   - graph: The graph that is built.
  static func pad(_ image: Value, from extent: ImageExtent, to padded: ImageExtent, on graph: GraphBuilder) -> Value {
    graph.scope("padding") {
      switch (extent, padded) {
      case (.known(let size), .known(let target)):
        if size == target { return image }
        return graph.pad(
          image, before: [0, 0, 0, 0], behind: [0, 0, target.height - size.height, target.width - size.width])
      default:
        let missing = [padded.height(on: graph), padded.width(on: graph)].enumerated().map { axis, side in
          let own = axis == 0 ? extent.height(on: graph) : extent.width(on: graph)
          return graph.unsqueeze(graph.node("Sub", [side, own]), [0])
        }
        let amounts = graph.concatenate([graph.integers([0, 0, 0, 0, 0, 0])] + missing, axis: 0)
        return graph.node("Pad", [image, amounts])
      }
    }
  }
}
