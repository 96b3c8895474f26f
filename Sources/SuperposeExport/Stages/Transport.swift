import SuperposeNetworks
import SuperposeONNX

/// SuperGlue's optimal transport in the logarithmic domain, over the valid rows and columns only.
///
/// Padded rows and columns hold ``NetworkConstants/excludedScore`` instead of scores, and their wanted sums are its
/// exponential, which is zero. The marginals use the numbers of valid rows and columns. Each logarithm of a sum
/// subtracts the maximum explicitly, because the operator `ReduceLogSumExp` does not do so in every runtime and then
/// overflows.
struct Transport {
  /// The assignment without its dustbins, up to a constant for each pair of images.
  struct Assignment {
    /// The logarithms of the assignment, `[B, N, M]`.
    let logarithms: Value
    /// The number that a logarithm is reduced by to get the logarithm of a probability, `[B, 1]`.
    let norm: Value
  }

  let graph: GraphBuilder
  let iterations: Int
  let batch: Int

  /// Adds the assignment.
  ///
  /// - Parameters:
  ///   - scores: The scores of all pairs, `[B, N, M]`.
  ///   - isValid0: Truth values that say which rows are keypoints, `[B, N]`.
  ///   - isValid1: Truth values that say which columns are keypoints, `[B, M]`.
  ///   - dustbin: The score of "no match", a scalar.
  func assignment(_ scores: Value, isValid0: Value, isValid1: Value, dustbin: Value) -> Assignment {
    graph.scope("transport") {
      let z = graph.scope("scores") { augmented(scores, isValid0, isValid1, dustbin) }
      let wanted = graph.scope("marginals") { marginals(isValid0, isValid1) }
      let (u, v) = potentials(z, wanted.rows, wanted.columns)
      return graph.scope("assignment") {
        let inner = graph.slice(z, axes: [1, 2], from: [0, 0], to: [-1, -1])
        let withRows = graph.node("Add", [inner, graph.slice(u, axes: [1], from: [0], to: [-1])])
        let columns = graph.slice(v, axes: [2], from: [0], to: [-1])
        return Assignment(logarithms: graph.node("Add", [withRows, columns]), norm: wanted.norm)
      }
    }
  }

  /// Adds the logarithms of both sides' scaling factors, `[B, N + 1, 1]` and `[B, 1, M + 1]`. v starts at zero.
  private func potentials(_ z: Value, _ rows: Value, _ columns: Value) -> (u: Value, v: Value) {
    func iterate(_ index: Int, _ x: Value) -> (u: Value, v: Value) {
      graph.scope("iteration.\(index)") {
        let u = update(rows, x, axis: 2)
        return (u, update(columns, graph.node("Add", [z, u]), axis: 1))
      }
    }
    return (1..<iterations).reduce(iterate(0, z)) { iterate($1, graph.node("Add", [z, $0.v])) }
  }

  /// Adds the scores with a row and a column for the dustbins, `[B, N + 1, M + 1]`.
  private func augmented(_ scores: Value, _ isValid0: Value, _ isValid1: Value, _ dustbin: Value) -> Value {
    let all = graph.pad(scores, before: [0, 0, 0], behind: [0, 1, 1], with: dustbin)
    let isDustbin = graph.constant([Bool](repeating: true, count: batch), shape: [batch, 1], named: "dustbin.valid")
    let rows = graph.unsqueeze(graph.concatenate([isValid0, isDustbin], axis: 1), [2])
    let columns = graph.unsqueeze(graph.concatenate([isValid1, isDustbin], axis: 1), [1])
    return graph.node(
      "Where", [graph.node("And", [rows, columns]), all, graph.scalar(NetworkConstants.excludedScore)])
  }

  /// Adds the logarithms of the wanted sums, `[B, N + 1, 1]` and `[B, 1, M + 1]`. With n and m valid keypoints these
  /// are 1 for each keypoint, and m and n for the dustbins, all divided by n + m.
  private func marginals(_ isValid0: Value, _ isValid1: Value) -> (rows: Value, columns: Value, norm: Value) {
    let count0 = count(isValid0)
    let count1 = count(isValid1)
    let norm = graph.node("Neg", [logarithm(graph.node("Add", [count0, count1]))])
    let rows = sums(isValid0, norm, dustbin: graph.node("Add", [logarithm(count1), norm]))
    let columns = sums(isValid1, norm, dustbin: graph.node("Add", [logarithm(count0), norm]))
    return (graph.unsqueeze(rows, [2]), graph.unsqueeze(columns, [1]), norm)
  }

  /// Adds the number of valid rows, `[B, 1]`.
  private func count(_ isValid: Value) -> Value {
    graph.reduce("ReduceSum", graph.cast(isValid, to: .float32), axes: [1])
  }

  /// Adds the logarithm of a count, which is 0 for none, where nothing can match anyway.
  private func logarithm(_ count: Value) -> Value {
    graph.node("Log", [graph.node("Max", [count, graph.scalar(1)])])
  }

  private func sums(_ isValid: Value, _ norm: Value, dustbin: Value) -> Value {
    let own = graph.node("Where", [isValid, norm, graph.scalar(NetworkConstants.excludedScore)])
    return graph.concatenate([own, dustbin], axis: 1)
  }

  /// Adds `logMarginal − log Σ exp x` along an axis.
  private func update(_ logMarginal: Value, _ x: Value, axis: Int) -> Value {
    let maximum = graph.reduce("ReduceMax", x, axes: [axis])
    let exponentials = graph.node("Exp", [graph.node("Sub", [x, maximum])])
    let logarithm = graph.node("Log", [graph.reduce("ReduceSum", exponentials, axes: [axis])])
    return graph.node("Sub", [logMarginal, graph.node("Add", [logarithm, maximum])])
  }
}
