import SuperposeNetworks
import SuperposeONNX

/// Places keypoints at the peaks between pixels: the program's own quadric in the scores' logarithms, in ONNX
/// operators.
struct SubpixelPeak {
  /// The value outside of the map. Next to so large a value nothing is a peak, so that a keypoint at the edge stays
  /// where it is, as in the program.
  private static let beyond: Float = 1e30
  /// The steps (−1, −1), (0, −1), … (1, 1).
  private static let neighbours = (0..<9).map { (x: $0 % 3 - 1, y: $0 / 3 - 1) }

  let graph: GraphBuilder

  /// Adds the peaks' offsets from the centres of their pixels as (x, y), `[B, K, 2]`.
  ///
  /// - Parameters:
  ///   - scores: The score maps, `[B, 1, H, W]`.
  ///   - places: The positions in the map, counted row by row: integers, `[B, K]`.
  ///   - rows: The map's row of each place.
  ///   - padded: The size of the map.
  func offsets(in scores: Value, at places: Value, rows: Value, padded: ImageExtent) -> Value {
    graph.scope("subpixel") {
      let logarithms = neighbourhoods(scores, places, rows, padded)
      func at(_ x: Int, _ y: Int) -> Value {
        let index = 3 * (y + 1) + x + 1
        return graph.slice(logarithms, axes: [2], from: [index], to: [index + 1])
      }
      let centre = add(at(0, 0), at(0, 0))
      let gradientX = half(subtract(at(1, 0), at(-1, 0)))
      let gradientY = half(subtract(at(0, 1), at(0, -1)))
      let xx = subtract(add(at(1, 0), at(-1, 0)), centre)
      let yy = subtract(add(at(0, 1), at(0, -1)), centre)
      let xy = half(half(subtract(add(at(1, 1), at(-1, -1)), add(at(1, -1), at(-1, 1)))))
      let determinant = subtract(multiply(xx, yy), multiply(xy, xy))
      let zero = graph.scalar(0)
      let isPeak = [graph.node("Greater", [zero, yy]), graph.node("Greater", [determinant, zero])]
        .reduce(graph.node("Greater", [zero, xx])) { graph.node("And", [$0, $1]) }
      let offsetX = subtract(multiply(xy, gradientY), multiply(yy, gradientX))
      let offsetY = subtract(multiply(xy, gradientX), multiply(xx, gradientY))
      let pair = graph.concatenate([offsetX, offsetY], axis: 2)
      // The divisor is not zero where there is no peak.
      let divisor = graph.node("Where", [isPeak, determinant, graph.scalar(1)])
      let offsets = clamped(graph.node("Div", [pair, divisor]))
      return graph.node("Where", [isPeak, offsets, zero])
    }
  }

  /// Adds the logarithms of the scores at each place and its eight neighbours, `[B, K, 9]`.
  private func neighbourhoods(_ scores: Value, _ places: Value, _ rows: Value, _ padded: ImageExtent) -> Value {
    let framed = graph.pad(scores, before: [0, 0, 1, 1], behind: [0, 0, 1, 1], with: graph.scalar(Self.beyond))
    let flat = graph.node("Reshape", [framed, graph.integers([0, -1])])
    // The frame adds two pixels to each row before this one, and a row and a pixel before those.
    let inFrame = graph.node("Add", [places, graph.node("Add", [rows, rows])])
    let all = graph.node("Add", [graph.unsqueeze(inFrame, [2]), steps(padded)])
    let values = graph.node(
      "GatherElements", [flat, graph.node("Reshape", [all, graph.integers([0, -1])])], ["axis": .int(1)])
    let apart = graph.node("Reshape", [values, graph.integers([0, -1, Self.neighbours.count])])
    return graph.node("Log", [graph.node("Max", [apart, graph.scalar(NetworkConstants.leastPeakScore)])])
  }

  /// Adds the difference between a place and each of its neighbours: integers, `[1, 1, 9]`.
  private func steps(_ padded: ImageExtent) -> Value {
    let (columns, rows) = (Self.neighbours.map { $0.x + 1 }, Self.neighbours.map { $0.y + 1 })
    switch padded {
    case .known(let size):
      let steps = zip(columns, rows).map { $0 + $1 * (size.width + 2) }
      return graph.constant(steps, shape: [1, 1, steps.count], named: "neighbours.\(size.width)")
    case .computed:
      let width = graph.node("Add", [padded.width(on: graph), graph.integer(2)])
      let down = graph.node(
        "Mul", [graph.constant(rows, shape: [1, 1, rows.count], named: "neighbours.rows"), width])
      let across = graph.constant(columns, shape: [1, 1, columns.count], named: "neighbours.columns")
      return graph.node("Add", [down, across])
    }
  }

  private func clamped(_ offset: Value) -> Value {
    let farthest = NetworkConstants.farthestPeak
    return graph.node("Max", [graph.node("Min", [offset, graph.scalar(farthest)]), graph.scalar(-farthest)])
  }

  private func add(_ a: Value, _ b: Value) -> Value { graph.node("Add", [a, b]) }
  private func subtract(_ a: Value, _ b: Value) -> Value { graph.node("Sub", [a, b]) }
  private func multiply(_ a: Value, _ b: Value) -> Value { graph.node("Mul", [a, b]) }
  private func half(_ a: Value) -> Value { multiply(a, graph.scalar(0.5)) }
}
