import Foundation

/// Computes exactly which part of each pixel's area a polygon covers.
///
/// Each edge records in its rows how much the covered area grows from one pixel to the next; the sum along a row is the
/// coverage. Edges that wind the other way subtract, so that the orientation of the corners does not matter.
struct PolygonCoverage {
  private let width: Int
  private let height: Int
  /// The length of a row: an edge on the right border writes up to two places beyond the last pixel.
  private let stride: Int
  private var growth: [Float]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    stride = width + 2
    growth = [Float](repeating: 0, count: stride * height)
  }

  /// Calls `body` with the index and the coverage of each pixel that the polygon touches. The coverage is above 0 and
  /// at most 1.
  mutating func forEachPixel(
    of polygon: [Vector], _ body: (_ index: Int, _ x: Int, _ y: Int, _ coverage: Float) -> Void
  ) {
    // The corners are shifted so that pixel edges are whole numbers.
    let corners = clipped(polygon.map { $0 + 0.5 })
    guard corners.count > 2 else { return }
    for (i, corner) in corners.enumerated() { add(from: corner, to: corners[(i + 1) % corners.count]) }
    let rows = Int(corners.map(\.y).min() ?? 0)..<min(height, Int((corners.map(\.y).max() ?? 0).rounded(.up)))
    let left = Int(corners.map(\.x).min() ?? 0)
    for y in rows {
      var sum: Float = 0
      for x in left..<stride {
        sum += growth[y * stride + x]
        growth[y * stride + x] = 0
        let coverage = min(1, abs(sum))
        if x < width && coverage > 1e-4 { body(y * width + x, x, y, coverage) }
      }
    }
  }

  /// Clips the polygon by the algorithm of Sutherland and Hodgman, against one border after the other.
  private func clipped(_ polygon: [Vector]) -> [Vector] {
    let (right, bottom) = (Float(width), Float(height))
    let insideness: [(Vector) -> Float] = [{ $0.x }, { $0.y }, { right - $0.x }, { bottom - $0.y }]
    let kept = insideness.reduce(polygon) { corners, depth in
      corners.indices.flatMap { i -> [Vector] in
        let (a, b) = (corners[i], corners[(i + 1) % corners.count])
        let (depthA, depthB) = (depth(a), depth(b))
        let crossing = (depthA >= 0) == (depthB >= 0) ? [] : [a + (b - a) * (depthA / (depthA - depthB))]
        return (depthA >= 0 ? [a] : []) + crossing
      }
    }
    return kept.map { Vector(min(right, max(0, $0.x)), min(bottom, max(0, $0.y))) }
  }

  private mutating func add(from start: Vector, to end: Vector) {
    guard start.y != end.y else { return }
    let (top, bottom, sign): (Vector, Vector, Float) = start.y < end.y ? (start, end, 1) : (end, start, -1)
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    for y in Int(top.y)..<min(height, Int(bottom.y.rounded(.up))) {
      let upper = max(Float(y), top.y)
      let lower = min(Float(y + 1), bottom.y)
      let x0 = top.x + slope * (upper - top.y)
      let x1 = top.x + slope * (lower - top.y)
      add(min(x0, x1), max(x0, x1), height: sign * (lower - upper), row: y * stride)
    }
  }

  /// Adds a piece of an edge within one row: what lies to its right is covered by `height`.
  private mutating func add(_ x0: Float, _ x1: Float, height: Float, row: Int) {
    let (low, high) = (max(0, x0), min(Float(width), max(x0, x1)))
    let first = Int(low)
    let last = max(first, Int(high.rounded(.up)) - 1)
    var before: Float = 0
    for x in first...last {
      // This is the mean, over the pixel's width, of the share of the piece that lies to the left: linear from 0 at
      // `low` to 1 at `high`.
      let covered = Self.integral(to: Float(x + 1), low, high) - Self.integral(to: Float(x), low, high)
      growth[row + x] += height * (covered - before)
      before = covered
    }
    growth[row + last + 1] += height * (1 - before)
  }

  /// Returns the integral from far left to `x` of a ramp from 0 at `low` to 1 at `high`.
  private static func integral(to x: Float, _ low: Float, _ high: Float) -> Float {
    if x <= low { return 0 }
    if x >= high { return x - (low + high) / 2 }
    return (x - low) * (x - low) / (2 * (high - low))
  }
}
