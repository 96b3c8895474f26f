/// The order of the channels of an attention's heads.
public enum HeadOrder: Sendable {
  /// Channel c belongs to head `c mod heads`.
  case interleaved
  /// The channels of a head are neighbours.
  case grouped
}

/// The tensor operations in which the networks are written.
///
/// The layers are written **once**, in ``SuperPointNetwork`` and ``SuperGlueNetwork``, as functions over a backend.
/// ``ONNXBackend`` records an ONNX graph, which inference runs and export writes. The trainer has a backend on
/// libtorch, which has gradients. In shapes, B is the batch, C stands for channels, H and W for sides, N and M for
/// numbers of keypoints.
public protocol NetworkBackend<Tensor> {
  associatedtype Tensor

  /// Whether there is a parameter of this name. A network has as many layers as there are parameters for.
  func has(_ parameter: String) -> Bool
  /// Convolves with stride 1 and zero padding that keeps the size, `[B, C, H, W]`. The parameters are `name.weight`
  /// `[O, C, k, k]` and `name.bias` `[O]`.
  func convolution(_ x: Tensor, _ name: String, kernel: Int) -> Tensor
  /// Applies an affine map to the last axis, `[B, N, C]` to `[B, N, O]`. The parameters are `name.weight` `[O, C, 1]`
  /// and `name.bias` `[O]`.
  func linear(_ x: Tensor, _ name: String) -> Tensor
  /// Normalises the last axis with the running statistics. The parameters are `name.weight`, `.bias`, `.running_mean`
  /// and `.running_var`.
  func batchNorm(_ x: Tensor, _ name: String) -> Tensor
  /// Takes 2×2 maxima with stride 2, `[B, C, H, W]`.
  func maxPool(_ x: Tensor) -> Tensor
  func relu(_ x: Tensor) -> Tensor
  func softmax(_ x: Tensor, axis: Int) -> Tensor
  func add(_ a: Tensor, _ b: Tensor) -> Tensor
  func scale(_ x: Tensor, by factor: Float) -> Tensor
  func concatenate(_ tensors: [Tensor], axis: Int) -> Tensor
  /// Returns the part `range` of an axis.
  func slice(_ x: Tensor, axis: Int, _ range: Range<Int>) -> Tensor
  func transpose(_ x: Tensor, _ permutation: [Int]) -> Tensor
  /// Divides vectors along an axis by their Euclidean lengths, or by ``NetworkConstants/shortestLength`` where they are
  /// shorter.
  func unitLength(_ x: Tensor, axis: Int) -> Tensor
  /// Rearranges `[B, 64, H, W]` to `[B, 1, 8H, 8W]`: channel `8·dy + dx` becomes pixel (dx, dy) of each block.
  func depthToSpace(_ x: Tensor, block: Int) -> Tensor
  /// Splits channels by heads, `[B, N, C]` to `[B, heads, N, C / heads]`.
  func split(_ x: Tensor, heads: Int, order: HeadOrder) -> Tensor
  /// Undoes ``split(_:heads:order:)``.
  func joined(_ x: Tensor, heads: Int, order: HeadOrder) -> Tensor
  /// Cuts an axis into parts of the given sizes, which fill it together.
  func parts(_ x: Tensor, axis: Int, sizes: [Int]) -> [Tensor]
  /// Computes the attention of queries `[B, heads, N, K]` over keys and values `[B, heads, M, K]`, each head on its
  /// own.
  ///
  /// Scores are multiplied by `scale`, and `keyBias`, `[B, 1, 1, M]`, is added to them: zero for a real key,
  /// ``NetworkConstants/excludedScore`` for padding. It is nil where there is no padding.
  func attention(query: Tensor, key: Tensor, value: Tensor, scale: Float, keyBias: Tensor?) -> Tensor
  /// Returns the inner products of all rows, `[B, N, C]` and `[B, M, C]` to `[B, N, M]`.
  func innerProducts(_ a: Tensor, _ b: Tensor) -> Tensor
  /// Groups what `body` adds under a name, for viewers of the graph.
  func scope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result
}

extension NetworkBackend {
  public func scope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result { try body() }
}
