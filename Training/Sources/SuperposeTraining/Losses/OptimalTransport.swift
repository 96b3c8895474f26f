import SuperposeTorch

/// Below a row's maximum: what is lower still has no part in the assignment, and would let the scalings leave the range
/// of floats. A quotient's gradient squares them, so that half of that range is all there is.
private let lowestScore: Float = -40

/// Sinkhorn's algorithm on scores with a dustbin (Sarlin et al. 2020, section 3.2), with gradients through every
/// iteration.
///
/// In the scaling form: the scores are exponentiated once, after each row's maximum is subtracted, and an iteration is
/// two products of a matrix with a vector, so that the gradient is as cheap. The same iterates as the logarithmic
/// form's.
///
/// - Parameters:
///   - scores: `[B, N, M]`.
///   - dustbin: the score of "no match", a scalar.
/// - Returns: the logarithm of the assignment, `[B, N + 1, M + 1]`, whose rows and columns of keypoints sum to 1.
func optimalTransport(_ scores: TorchTensor, dustbin: TorchTensor, iterations: Int) -> TorchTensor {
  let shape = scores.shape
  let (batch, n, m) = (shape[0], shape[1], shape[2])
  let column = dustbin.expanded([batch, n, 1])
  let row = dustbin.expanded([batch, 1, m + 1])
  let coupled = TorchTensor.concatenated([.concatenated([scores, column], axis: 2), row], axis: 1)
  // A shift of a row changes its scaling and nothing else, so no gradient needs to flow through it.
  let shifted = (coupled - coupled.detached().maximum([2], keep: true)).atLeast(lowestScore)
  let kernel = shifted.exp()
  let transposed = kernel.transposed(1, 2)
  let total = Float(n + m)
  func masses(_ values: [Float], _ shape: [Int]) -> TorchTensor {
    TorchTensor(values, shape).on(scores.device, as: scores.isDouble ? .f64 : .f32)
  }
  let mu = masses([Float](repeating: 1 / total, count: n) + [Float(m) / total], [1, n + 1, 1])
  let nu = masses([Float](repeating: 1 / total, count: m) + [Float(n) / total], [1, m + 1, 1])
  return Torch.autocast(false, on: scores.device) {
    var u = mu
    var v = masses([Float](repeating: 1, count: batch * (m + 1)), [batch, m + 1, 1])
    for _ in 0..<iterations {
      u = mu / kernel.matmul(v)
      v = nu / transposed.matmul(u)
    }
    return shifted + (u * total).log() + v.log().transposed(1, 2)
  }
}
