import SuperposeTorch

/// Scores are kept from falling further than this below the row's maximum. A lower score has no part in the assignment
/// and would let the scalings leave the range of floats. The gradient of a quotient squares them, so that only half of
/// that range can be used.
private let lowestScore: Float = -40

/// Runs Sinkhorn's algorithm on scores with a dustbin (Sarlin et al. 2020, section 3.2), with gradients from its fixed
/// point.
///
/// It uses the scaling form: the scores are exponentiated once, after each row's maximum is subtracted, and an
/// iteration is two products of a matrix with a vector. The iterates are those of the logarithmic form.
///
/// Gradients do not run back through the iterations, which would store and multiply a matrix for each of them. At the
/// fixed point rows and columns have their masses whatever the scores are, and from that follows how the scalings
/// change with the scores.
///
/// - Parameters:
///   - scores: The scores of all pairs, `[B, N, M]`.
///   - dustbin: The score of "no match", a scalar.
///   - iterations: The number of iterations.
/// - Returns: The logarithm of the assignment, `[B, N + 1, M + 1]`, in which the rows and columns of keypoints sum to
///   1.
func optimalTransport(_ scores: TorchTensor, dustbin: TorchTensor, iterations: Int) -> TorchTensor {
  let shape = scores.shape
  let (batch, n, m) = (shape[0], shape[1], shape[2])
  let column = dustbin.expanded([batch, n, 1])
  let row = dustbin.expanded([batch, 1, m + 1])
  let coupled = TorchTensor.concatenated([.concatenated([scores, column], axis: 2), row], axis: 1)
  // A shift of a row changes its scaling and nothing else, so that no gradient needs to flow through it.
  let shifted = (coupled - coupled.detached().maximum([2], keep: true)).atLeast(lowestScore)
  let masses = Masses(n, m, like: scores)
  return Torch.autocast(false, on: scores.device) {
    let scalings = Torch.withoutGradients { Scalings(kernel: shifted.exp(), masses, iterations: iterations) }
    let (du, dv) = scalings.changes(with: shifted, masses)
    return shifted + ((scalings.u * masses.total).log() + du) + (scalings.v.log() + dv).transposed(1, 2)
  }
}

/// The sums that rows and columns must have, as fractions of one.
private struct Masses {
  let total: Float
  /// The masses of rows and columns, `[1, N + 1, 1]` and `[1, M + 1, 1]`.
  let mu, nu: TorchTensor

  init(_ n: Int, _ m: Int, like scores: TorchTensor) {
    let total = Float(n + m)
    func masses(_ count: Int, _ dustbin: Int) -> TorchTensor {
      let values = [Float](repeating: 1 / total, count: count) + [Float(dustbin) / total]
      return TorchTensor(values, [1, count + 1, 1]).on(scores.device, as: scores.isDouble ? .f64 : .f32)
    }
    (self.total, mu, nu) = (total, masses(n, m), masses(m, n))
  }
}

/// The factors of rows and columns, `[B, N + 1, 1]` and `[B, M + 1, 1]`.
private struct Scalings {
  let u, v: TorchTensor

  init(kernel: TorchTensor, _ masses: Masses, iterations: Int) {
    let transposed = kernel.transposed(1, 2)
    var v = kernel.sum([1]).unsqueezed(2) * 0 + 1
    var u = v
    for _ in 0..<iterations {
      u = masses.mu / kernel.matmul(v)
      v = masses.nu / transposed.matmul(u)
    }
    (self.u, self.v) = (u, v)
  }

  /// Returns zeros whose gradients are those of the scalings' logarithms.
  ///
  /// The logarithm of the sum of row i changes by the change of its own scaling, and by the mean of the changes of the
  /// scores and of the columns' scalings, weighted with the assignment. Together these are zero; the same holds for
  /// columns. With R and C as the assignment divided by the sums of rows and of columns, `du = −r − R dv` and `dv = −c
  /// − Cᵀ du`, so that `(1 − Cᵀ R) dv = Cᵀ r − c`.
  func changes(with shifted: TorchTensor, _ masses: Masses) -> (TorchTensor, TorchTensor) {
    let fixed = Torch.withoutGradients { shifted.detached() + u.log() + v.log().transposed(1, 2) }
    let plan = (shifted + (fixed - shifted.detached())).exp()
    let rowSums = plan.sum([2], keep: true)
    let columnSums = plan.sum([1], keep: true).transposed(1, 2)
    func onlyGradient(_ x: TorchTensor) -> TorchTensor { x - x.detached() }
    let (r, c) = (onlyGradient(rowSums.log()), onlyGradient(columnSums.log()))
    let (rows, columns, inverse) = Torch.withoutGradients {
      let plan = plan.detached()
      let rows = plan / plan.sum([2], keep: true)
      let columns = (plan / plan.sum([1], keep: true)).transposed(1, 2)
      return (rows, columns, Self.inverse(columns.matmul(rows), masses.nu))
    }
    let dv = inverse.matmul(columns.matmul(r) - c)
    return (-(r + rows.matmul(dv)), dv)
  }

  /// Returns `1 + A + A² + …` up to the 127th power by squaring, which is the inverse of `1 − A` except for its null
  /// space.
  ///
  /// A is a transition from columns to columns and maps constants to themselves. A constant that moves from v to u
  /// changes nothing, and is removed. Other slow modes are matches so certain that nothing else affects them; no finite
  /// number of iterations determines their scalings either.
  private static func inverse(_ transition: TorchTensor, _ nu: TorchTensor) -> TorchTensor {
    var power = transition - nu.transposed(1, 2)
    var sum =
      TorchTensor.identity(nu.shape[1], on: power.device).on(power.device, as: power.isDouble ? .f64 : .f32) + power
    for _ in 0..<6 {
      power = power.matmul(power)
      sum = sum + power.matmul(sum)
    }
    return sum
  }
}
