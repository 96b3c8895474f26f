import Foundation

/// A loss that stops growing at some error, so that outliers do not pull. Errors are in conditioned units.
protocol RobustLoss {
  func cost(_ squaredError: Double) -> Double
  /// Twice the derivative of the loss by the squared error: the weight of the pair in a least-squares step.
  func weight(_ squaredError: Double) -> Double
}

/// The squared error up to a tolerance and constant beyond it (MSAC; Torr and Zisserman, CVIU 2000).
struct TruncatedSquares: RobustLoss {
  let squaredTolerance: Double

  func cost(_ squaredError: Double) -> Double { min(squaredError, squaredTolerance) / 2 }
  func weight(_ squaredError: Double) -> Double { squaredError < squaredTolerance ? 1 : 0 }
}

/// The loss of MAGSAC++ (Barath, Noskova, Ivashechkin and Matas, CVPR 2020), for errors of two degrees of freedom.
///
/// The noise scale is unknown and uniform in `0…σ`. An inlier's error follows χ with two degrees of freedom, cut at its
/// 0.99 quantile k. Marginalising the inliers' likelihood over the scale gives, up to a factor, the weight (their
/// equation 4 at n = 2, where the incomplete gamma function is an error function); integrating r·w(r) gives the loss:
///
///     w(r) = erfc(t) − erfc(k/√2),    t = r / (√2 σ),    zero beyond r = k σ
///     ρ(r) = (r²/2) w(r) + σ² (erf(t)/2 − t·exp(−t²)/√π)
struct MarginalizedLoss: RobustLoss {
  /// The 0.99 quantile of χ with two degrees of freedom, `√(−2 ln 0.01)`.
  static let quantile = 3.034854258770293
  private static let tableSize = 1024
  private static let weightAtCut = erfc(quantile / 2.0.squareRoot())

  private let largestScale: Double
  private let squaredCut: Double
  private let stepsPerUnit: Double
  /// The loss at equal steps of the squared error, for interpolation. It holds one step beyond the cut.
  private let table: [Double]

  /// - Parameter largestScale: The largest standard deviation thought possible, σ.
  init(largestScale: Double) {
    self.largestScale = largestScale
    let cut = Self.quantile * largestScale
    squaredCut = cut * cut
    stepsPerUnit = Double(Self.tableSize) / squaredCut
    table = (0...Self.tableSize + 1).map { step in
      let error = cut * (Double(min(step, Self.tableSize)) / Double(Self.tableSize)).squareRoot()
      return Self.exactCost(error, scale: largestScale)
    }
  }

  static func exactCost(_ error: Double, scale: Double) -> Double {
    let t = error / (2.0.squareRoot() * scale)
    let rest = erf(t) / 2 - t * exp(-t * t) / Double.pi.squareRoot()
    return error * error / 2 * (erfc(t) - weightAtCut) + scale * scale * rest
  }

  func cost(_ squaredError: Double) -> Double {
    let position = min(squaredError, squaredCut) * stepsPerUnit
    let step = Int(position)
    return table.withUnsafeBufferPointer { $0[step] + ($0[step + 1] - $0[step]) * (position - Double(step)) }
  }

  func weight(_ squaredError: Double) -> Double {
    guard squaredError < squaredCut else { return 0 }
    return erfc((squaredError / 2).squareRoot() / largestScale) - Self.weightAtCut
  }
}
