import SuperposeONNX

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
