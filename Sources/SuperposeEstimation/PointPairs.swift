import SuperposeGeometry

/// Conditioned correspondences as four arrays, `[moving x | moving y | fixed x | fixed y]`, so that the loop over them
/// is vectorised.
struct PointPairs {
  let count: Int
  private let planes: [Double]

  init(_ correspondences: [Correspondence], in conditioning: Conditioning) {
    let moving = correspondences.map { conditioning.moving($0.moving) }
    let fixed = correspondences.map { conditioning.fixed($0.fixed) }
    count = correspondences.count
    planes = moving.map(\.x) + moving.map(\.y) + fixed.map(\.x) + fixed.map(\.y)
  }

  var indices: Range<Int> { 0..<count }

  /// Whether all coordinates are finite, so that nothing overflowed.
  var isFinite: Bool { planes.allSatisfy(\.isFinite) }

  func moving(_ i: Int) -> SIMD2<Double> { SIMD2(planes[i], planes[count + i]) }
  func fixed(_ i: Int) -> SIMD2<Double> { SIMD2(planes[2 * count + i], planes[3 * count + i]) }

  /// Writes the squared **symmetric transfer errors** of some pairs: the mean of the squared distances in the fixed and
  /// in the moving image (Hartley and Zisserman, Multiple View Geometry, 4.2.2), in squared units.
  ///
  /// A point behind the horizon, in either direction, has an infinite error: no camera sees it there.
  func writeSquaredErrors(
    of transform: TwoWayTransform, over range: Range<Int>, to output: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(range.upperBound <= count && range.count <= output.count, "pairs \(range) of \(count) do not fit")
    guard let output = output.baseAddress else { return }
    let (m, n) = (transform.fixedFromMoving, transform.movingFromFixed)
    planes.withUnsafeBufferPointer { planes in
      guard let movingX = planes.baseAddress else { return }
      let (movingY, fixedX, fixedY) = (movingX + count, movingX + 2 * count, movingX + 3 * count)
      var k = 0
      for i in range {
        let (x, y, u, v) = (movingX[i], movingY[i], fixedX[i], fixedY[i])
        let depth = m.g * x + m.h * y + m.i
        let backDepth = n.g * u + n.h * v + n.i
        let (perDepth, perBackDepth) = (1 / depth, 1 / backDepth)
        let du = (m.a * x + m.b * y + m.c) * perDepth - u
        let dv = (m.d * x + m.e * y + m.f) * perDepth - v
        let dx = (n.a * u + n.b * v + n.c) * perBackDepth - x
        let dy = (n.d * u + n.e * v + n.f) * perBackDepth - y
        let squared = (du * du + dv * dv + dx * dx + dy * dy) * 0.5
        output[k] = depth > 0 && backDepth > 0 ? squared : .infinity
        k &+= 1
      }
    }
  }

  /// Returns the squared errors of all pairs.
  func squaredErrors(of transform: TwoWayTransform) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, written in
      writeSquaredErrors(of: transform, over: 0..<count, to: buffer)
      written = count
    }
  }
}
