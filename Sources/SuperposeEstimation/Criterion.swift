/// What the search minimises, and the loss with which its winner is refined.
protocol Criterion {
  associatedtype Loss: RobustLoss

  /// Returns a transform's cost. It may stop early and return any cost not below `bound`, once it is certain that the
  /// cost is not below it.
  func cost(of transform: TwoWayTransform, on pairs: PointPairs, bound: Double) -> Double

  /// Returns the loss for transforms near one of this cost.
  func loss(at cost: Double) -> Loss

  /// Returns the largest squared error of an inlier, for transforms near one of this cost.
  func squaredTolerance(at cost: Double) -> Double
}

/// A criterion whose cost is a sum over the pairs.
protocol AdditiveCriterion: Criterion {
  func cost(_ squaredError: Double) -> Double
}

extension AdditiveCriterion {
  func cost(of transform: TwoWayTransform, on pairs: PointPairs, bound: Double) -> Double {
    let chunk = 64
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: chunk) { errors in
      var (sum, start) = (0.0, 0)
      while start < pairs.count, sum < bound {
        let range = start..<min(start + chunk, pairs.count)
        pairs.writeSquaredErrors(of: transform, over: range, to: errors)
        for k in 0..<range.count { sum += cost(errors[k]) }
        start = range.upperBound
      }
      return sum
    }
  }
}

/// The criterion of `magsac`: the marginalised loss.
///
/// As in the paper, the tolerance is the largest noise scale thought possible, so that pairs count, ever less, up to
/// three tolerances. On synthetic warps with noise of 0.3 to 1.3 pixels in both images and a tolerance of 3 pixels,
/// cutting at 3 to 5 tolerances gave equal corner errors; cutting at one tolerance gave errors twice as large.
struct MarginalizedCriterion: AdditiveCriterion {
  private let loss: MarginalizedLoss
  private let squaredTolerance: Double

  init(tolerance: Double) {
    loss = MarginalizedLoss(largestScale: tolerance)
    squaredTolerance = tolerance * tolerance
  }

  func cost(_ squaredError: Double) -> Double { loss.cost(squaredError) }
  func loss(at cost: Double) -> MarginalizedLoss { loss }
  func squaredTolerance(at cost: Double) -> Double { squaredTolerance }
}

/// The criterion of `ransac`: the number of outliers.
struct OutlierCount: AdditiveCriterion {
  let squaredTolerance: Double

  func cost(_ squaredError: Double) -> Double { squaredError <= squaredTolerance ? 0 : 1 }
  func loss(at cost: Double) -> TruncatedSquares { TruncatedSquares(squaredTolerance: squaredTolerance) }
  func squaredTolerance(at cost: Double) -> Double { squaredTolerance }
}

/// The criterion of `lmeds`: the median squared error.
struct MedianSquares: Criterion {
  /// Errors below this need no explanation by noise. Without this floor, exact data would have no inliers but the exact
  /// ones.
  static let floorPixels = 0.01

  /// The number of pairs, less those that any transform of the model can fit.
  let freePairs: Int
  /// The square of ``floorPixels`` in conditioned units.
  let squaredFloor: Double

  func cost(of transform: TwoWayTransform, on pairs: PointPairs, bound: Double) -> Double {
    var errors = pairs.squaredErrors(of: transform)
    return select(errors.count / 2, from: &errors)
  }

  func loss(at cost: Double) -> TruncatedSquares { TruncatedSquares(squaredTolerance: squaredTolerance(at: cost)) }

  /// The tolerance is 2.5 robust standard deviations (Rousseeuw and Leroy, Robust Regression and Outlier Detection,
  /// 1987, chapter 5).
  func squaredTolerance(at cost: Double) -> Double {
    let deviation = 1.4826 * (1 + 5 / Double(max(freePairs, 1))) * cost.squareRoot()
    return max(2.5 * 2.5 * deviation * deviation, squaredFloor)
  }
}

/// Returns the element that would stand at an index if the values were sorted (Hoare's quickselect).
func select(_ index: Int, from values: inout [Double]) -> Double {
  var (low, high) = (0, values.count - 1)
  while low < high {
    let pivot = values[(low + high) / 2]
    var (i, j) = (low, high)
    while i <= j {
      while values[i] < pivot { i += 1 }
      while values[j] > pivot { j -= 1 }
      guard i <= j else { break }
      values.swapAt(i, j)
      (i, j) = (i + 1, j - 1)
    }
    if index <= j { high = j } else if index >= i { low = i } else { break }
  }
  return values[index]
}
