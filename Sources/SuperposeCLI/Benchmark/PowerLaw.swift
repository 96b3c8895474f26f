import Foundation

/// The law `y = factor · x^exponent`, fitted by least squares between logarithms.
struct PowerLaw: Codable, Hashable, Sendable {
  let factor: Double
  let exponent: Double

  /// Returns nil for fewer than two different x, and for numbers that have no logarithm.
  init?(_ points: [(x: Double, y: Double)]) {
    guard points.count > 1, points.allSatisfy({ $0.x > 0 && $0.y > 0 }) else { return nil }
    let logs = points.map { (x: log($0.x), y: log($0.y)) }
    let count = Double(logs.count)
    let middle = (x: logs.reduce(0) { $0 + $1.x } / count, y: logs.reduce(0) { $0 + $1.y } / count)
    let spread = logs.reduce(0) { $0 + ($1.x - middle.x) * ($1.x - middle.x) }
    guard spread > 1e-12 else { return nil }
    exponent = logs.reduce(0) { $0 + ($1.x - middle.x) * ($1.y - middle.y) } / spread
    factor = exp(middle.y - exponent * middle.x)
  }
}
