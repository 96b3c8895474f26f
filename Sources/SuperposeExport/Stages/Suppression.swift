import SuperposeNetworks
import SuperposeONNX

/// Non-maximum suppression by maxima over windows: the rounds of the program's own suppression, in ONNX operators.
///
/// A pixel survives when it is the largest of its window. The regions around survivors are then removed, and what is
/// the largest in the rest survives too; this is done twice. Of equal survivors in one window the first in reading
/// order is kept. (In a chain of equal maxima, each in the window of the next one only, the program keeps every other
/// one and the graph only the first.)
struct Suppression {
  /// A value below every priority, for pixels that do not survive.
  private static let noPriority: Float = -1e9

  let graph: GraphBuilder
  let radius: Int

  /// Adds truth values `[B, 1, H, W]` for scores of that shape.
  func survivors(of scores: Value, axes: PixelAxes) -> Value {
    graph.scope("suppression") {
      let zero = graph.scalar(0)
      var survivors = graph.scope("round.0") { maxima(of: scores) }
      for round in 1...NetworkConstants.suppressionReopenings {
        survivors = graph.scope("round.\(round)") {
          let isCovered = graph.node("Greater", [windowMaximum(graph.cast(survivors, to: .float32)), zero])
          let fresh = maxima(of: graph.node("Where", [isCovered, zero, scores]))
          let isFree = graph.node("Not", [isCovered])
          return graph.node("Or", [survivors, graph.node("And", [fresh, isFree])])
        }
      }
      return graph.scope("ties") { firstOfEquals(survivors, axes) }
    }
  }

  private func maxima(of scores: Value) -> Value { graph.node("Equal", [scores, windowMaximum(scores)]) }

  /// Adds those survivors that have no other survivor in their window, neither in a row above nor before them in their
  /// own row.
  private func firstOfEquals(_ survivors: Value, _ axes: PixelAxes) -> Value {
    let none = graph.scalar(Self.noPriority)
    let row = graph.node("Where", [survivors, axes.rowPriority, none])
    let column = graph.node("Where", [survivors, axes.columnPriority, none])
    let isHighest = graph.node("Equal", [row, windowMaximum(row)])
    let isLeftmost = graph.node("Equal", [column, rowMaximum(column)])
    return [isHighest, isLeftmost].reduce(survivors) { graph.node("And", [$0, $1]) }
  }

  /// Takes the maximum over rows and then over columns, which for a window of 9×9 compares 18 values instead of 81.
  private func windowMaximum(_ x: Value) -> Value {
    graph.node(
      "MaxPool", [rowMaximum(x)],
      ["kernel_shape": .ints([2 * radius + 1, 1]), "pads": .ints([radius, 0, radius, 0])])
  }

  /// Adds maxima over the pixels to the left and to the right.
  private func rowMaximum(_ x: Value) -> Value {
    graph.node("MaxPool", [x], ["kernel_shape": .ints([1, 2 * radius + 1]), "pads": .ints([0, radius, 0, radius])])
  }
}
