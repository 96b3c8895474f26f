import SuperposeNetworks
import SuperposeTorch

/// Optimal transport and the choice of partners on a device, for several pairs: what ``OptimalTransport`` computes, by
/// the same scaling. Padding has no mass and takes none.
struct TorchTransport {
  private let scores: TorchTensor
  private let sets: (PaddedSets, PaddedSets)
  private let dustbin: Float
  private let device: Torch.Device

  /// - Parameters:
  ///   - scores: The scores of all pairs of keypoints, `[B, N, M]`.
  ///   - sets: The sets that they belong to, brought to lengths N and M.
  ///   - dustbin: The score of "no match".
  init(_ scores: TorchTensor, _ sets: (PaddedSets, PaddedSets), dustbin: Float) {
    (self.scores, self.sets, self.dustbin) = (scores, sets, dustbin)
    device = scores.device
  }

  private var batch: Int { sets.0.counts.count }
  private var n: Int { sets.0.length }
  private var m: Int { sets.1.length }

  /// Returns the best partners of each pair.
  func assignments(rounds: Int) -> [Assignment] {
    let kernel = kernel()
    let masses = (masses(sets.0, dustbins: sets.1), masses(sets.1, dustbins: sets.0))
    let real = (real(sets.0), real(sets.1))
    // Padded columns begin without mass, so that the dustbins' row does not count them.
    let (u, v) = kernel.alternated(mu: masses.0, nu: masses.1, v: real.1, rounds: rounds)
    let total = placed(zip(sets.0.counts, sets.1.counts).map { Float($0 + $1) }, [batch, 1, 1])
    let plan = (u * total).narrowed(1, 0..<n) * (kernel * v.transposed(1, 2)).narrowed(1, 0..<n).narrowed(2, 0..<m)
    let (byRow, byColumn) = (plan.maximum(2), plan.maximum(1))
    let rows = TorchTensor.range(n, on: device, as: .i64)
    let isMutual = byColumn.indices.gathered(1, byRow.indices).equal(rows)
    let partners = isMutual.choose(byRow.indices.converted(to: .f32), byRow.values * 0 - 1)
    // Padding counts as one here, since the scalings of padding are zero.
    let factors = TorchTensor.concatenated([u + (real.0 * -1 + 1), v + (real.1 * -1 + 1)], axis: 1)
    let packed = TorchTensor.concatenated(
      [partners, byRow.values, factors.minimum([1]), factors.maximum([1])], axis: 1)
    let values = packed.floats()
    // After a failure there is nothing to read.
    guard values.count == batch * (2 * n + 2) else { return [] }
    return (0..<batch).map { assignment($0, values[$0 * (2 * n + 2)..<($0 + 1) * (2 * n + 2)], rounds: rounds) }
  }

  /// - Parameter values: Of each row its mutual partner or −1, then its probability, then the range of the scalings.
  private func assignment(_ pair: Int, _ values: ArraySlice<Float>, rounds: Int) -> Assignment {
    let (rows, columns) = (sets.0.counts[pair], sets.1.counts[pair])
    let (start, range) = (values.startIndex, values.suffix(2))
    guard range.allSatisfy(OptimalTransport.trusted.contains) else {
      return reference(pair, rows, columns, rounds: rounds)
    }
    var result = Assignment(rows: rows, columns: columns)
    result.bestRow = [Int](repeating: -1, count: columns)
    for row in 0..<rows {
      result.probability[row] = values[start + n + row]
      let partner = Int(values[start + row])
      guard partner >= 0 else { continue }
      result.bestColumn[row] = partner
      result.bestRow[partner] = row
    }
    return result
  }

  /// Where the numbers left the range of floats, the logarithmic form is computed on the processor.
  private func reference(_ pair: Int, _ rows: Int, _ columns: Int, rounds: Int) -> Assignment {
    let own = scores.selected(0, pair).narrowed(0, 0..<rows).narrowed(1, 0..<columns).contiguous().floats()
    guard own.count == rows * columns else { return Assignment(rows: 0, columns: 0) }
    return own.withUnsafeBufferPointer {
      ReferenceOptimalTransport.assignment(
        scores: $0, rows: rows, columns: columns, dustbin: dustbin, iterations: rounds)
    }
  }

  /// Returns the exponentials of the scores with dustbins, each row less its maximum, `[B, N + 1, M + 1]`.
  private func kernel() -> TorchTensor {
    var inner = scores
    if sets.0.isPadded || sets.1.isPadded {
      let rows = placed(sets.0.flags(1, 0), [batch, n, 1])
      let isReal = (rows * placed(sets.1.flags(1, 0), [batch, 1, m])).greater(0)
      inner = inner.masked(isReal.not(), NetworkConstants.excludedScore)
    }
    let column = TorchTensor.full([batch, n, 1], dustbin, on: device)
    let row = TorchTensor.full([batch, 1, m + 1], dustbin, on: device)
    let coupled = TorchTensor.concatenated([.concatenated([inner, column], axis: 2), row], axis: 1)
    return (coupled - coupled.maximum([2], keep: true)).exp()
  }

  /// Returns the sums of the rows: one share for each keypoint, none for padding, and for the dustbin as many as the
  /// other side has keypoints, `[B, length + 1, 1]`.
  private func masses(_ own: PaddedSets, dustbins other: PaddedSets) -> TorchTensor {
    let values = zip(own.counts, other.counts).flatMap { count, dustbins -> [Float] in
      let mass = 1 / Float(count + dustbins)
      return [Float](repeating: mass, count: count) + [Float](repeating: 0, count: own.length - count)
        + [mass * Float(dustbins)]
    }
    return placed(values, [batch, own.length + 1, 1])
  }

  /// Returns 1 for keypoints and the dustbin and 0 for padding, `[B, length + 1, 1]`.
  private func real(_ sets: PaddedSets) -> TorchTensor {
    let values = sets.counts.flatMap { count in
      [Float](repeating: 1, count: count) + [Float](repeating: 0, count: sets.length - count) + [1]
    }
    return placed(values, [batch, sets.length + 1, 1])
  }

  private func placed(_ values: [Float], _ shape: [Int]) -> TorchTensor { TorchTensor(values, shape).on(device) }
}
