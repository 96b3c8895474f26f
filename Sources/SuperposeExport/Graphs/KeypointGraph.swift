import SuperposeGeometry
import SuperposeNetworks
import SuperposeONNX

/// Adds SuperPoint with all stages around it: from an image to a ``KeypointSet``.
struct KeypointGraph {
  let backend: ONNXBackend
  let options: ExportOptions

  private var graph: GraphBuilder { backend.graph }

  /// - Parameters:
  ///   - image: Grey images in 0…1, `[B, 1, H, W]`.
  ///   - extent: The size of the images.
  func keypoints(of image: Value, _ extent: ImageExtent) -> KeypointSet {
    let padded = extent.padded(on: graph)
    let input = ImagePadding.pad(image, from: extent, to: padded, on: graph)
    let heads = SuperPointNetwork.heads(input, on: backend)
    let scores = SuperPointNetwork.scores(heads.logits, on: backend)
    let candidates = candidates(scores, extent, padded)
    let selection = Selection(
      graph: graph, form: options.form, maxKeypoints: options.extraction.maxKeypoints)
    let rows = selection.rows(of: candidates)
    let width = padded.width(on: graph)
    let mapRows = selection.mapRows(of: rows.places, width: width)
    var positions = selection.positions(of: rows.places, rows: mapRows, width: width)
    if options.extraction.subpixel {
      let offsets = SubpixelPeak(graph: graph).offsets(in: scores, at: rows.places, rows: mapRows, padded: padded)
      positions = graph.node("Add", [positions, offsets])
    }
    let map = graph.scope("descriptor") { backend.unitLength(heads.descriptors, axis: 1) }
    let samples = Sampling.sample(map, at: positions, padded: padded, on: backend)
    return KeypointSet(
      positions: positions, scores: rows.scores, descriptors: backend.transpose(samples, [0, 2, 1]),
      isValid: graph.node("Greater", [rows.scores, graph.scalar(0)]), rows: options.rows)
  }

  /// Adds the scores of possible keypoints, which are 0 elsewhere, `[B, 1, H, W]`.
  private func candidates(_ scores: Value, _ extent: ImageExtent, _ padded: ImageExtent) -> Value {
    let axes = graph.scope("pixels") {
      PixelAxes(extent: extent, padded: padded, borderPixels: options.extraction.borderPixels, on: graph)
    }
    let suppression = Suppression(graph: graph, radius: options.extraction.nonMaximumRadius)
    let survivors = suppression.survivors(of: scores, axes: axes)
    return graph.scope("candidates") {
      let threshold = graph.scalar(options.extraction.detectionThreshold)
      let isStrong = graph.node("Greater", [scores, threshold])
      let isInside = [axes.isInsideRow, axes.isInsideColumn]
      let counts = ([isStrong] + isInside).reduce(survivors) { graph.node("And", [$0, $1]) }
      return graph.node("Where", [counts, scores, graph.scalar(0)])
    }
  }
}
