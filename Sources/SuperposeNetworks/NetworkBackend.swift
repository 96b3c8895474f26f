/// To which head of an attention a channel belongs.
public enum HeadOrder: Sendable {
  /// Channel c to head `c mod heads`.
  case interleaved
  /// Each head's channels stand together.
  case grouped
}

/// The tensor operations in which the networks are written.
///
/// The layers stand **once**, in ``SuperPointNetwork`` and ``SuperGlueNetwork``, as functions over a backend.
/// ``ONNXBackend`` records an ONNX graph, which inference runs and export writes; a backend on a tensor library with
/// gradients would train the same layers. Shapes use these letters: B batch, C channels, H and W sides, N and M numbers
/// of keypoints.
public protocol NetworkBackend<Tensor> {
  associatedtype Tensor

  /// Convolution with stride 1 and zero padding that keeps the size, `[B, C, H, W]`. Parameters `name.weight` `[O, C,
  /// k, k]` and `name.bias` `[O]`.
  func convolution(_ x: Tensor, _ name: String, kernel: Int) -> Tensor
  /// Affine map of the last axis, `[B, N, C]` to `[B, N, O]`. Parameters `name.weight` `[O, C, 1]` and `name.bias`
  /// `[O]`.
  func linear(_ x: Tensor, _ name: String) -> Tensor
  /// Batch normalisation of the last axis with the running statistics. Parameters `name.weight`, `.bias`,
  /// `.running_mean`, `.running_var`.
  func batchNorm(_ x: Tensor, _ name: String) -> Tensor
  /// 2×2 maxima with stride 2, `[B, C, H, W]`.
  func maxPool(_ x: Tensor) -> Tensor
  func relu(_ x: Tensor) -> Tensor
  func softmax(_ x: Tensor, axis: Int) -> Tensor
  func add(_ a: Tensor, _ b: Tensor) -> Tensor
  func scale(_ x: Tensor, by factor: Float) -> Tensor
  func concatenate(_ tensors: [Tensor], axis: Int) -> Tensor
  /// The part `range` of an axis.
  func slice(_ x: Tensor, axis: Int, _ range: Range<Int>) -> Tensor
  func transpose(_ x: Tensor, _ permutation: [Int]) -> Tensor
  /// Vectors along an axis divided by their Euclidean lengths, or by ``NetworkConstants/shortestLength`` where they are
  /// shorter.
  func unitLength(_ x: Tensor, axis: Int) -> Tensor
  /// `[B, 64, H, W]` to `[B, 1, 8H, 8W]`: channel `8·dy + dx` becomes pixel (dx, dy) of each block.
  func depthToSpace(_ x: Tensor, block: Int) -> Tensor
  /// Channels by heads, `[B, N, C]` to `[B, heads, N, C / heads]`.
  func split(_ x: Tensor, heads: Int, order: HeadOrder) -> Tensor
  /// ``split(_:heads:order:)`` undone.
  func joined(_ x: Tensor, heads: Int, order: HeadOrder) -> Tensor
  /// Parts of an axis, which all together they fill.
  func parts(_ x: Tensor, axis: Int, sizes: [Int]) -> [Tensor]
  /// Attention of queries `[B, heads, N, K]` over keys and values `[B, heads, M, K]`, each head on its own. Scores are
  /// multiplied by `scale`; `keyBias`, `[B, 1, 1, M]`, is added to them: zero for a key that counts,
  /// ``NetworkConstants/excludedScore`` for one that is padding; nil where there is no padding.
  func attention(query: Tensor, key: Tensor, value: Tensor, scale: Float, keyBias: Tensor?) -> Tensor
  /// Inner products of all rows, `[B, N, C]` and `[B, M, C]` to `[B, N, M]`.
  func innerProducts(_ a: Tensor, _ b: Tensor) -> Tensor
  /// Groups what `body` adds under a name, for viewers of the graph.
  func scope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result
}

extension NetworkBackend {
  public func scope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result { try body() }
}
