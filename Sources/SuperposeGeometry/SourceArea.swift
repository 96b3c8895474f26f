extension Homography {
  /// Finds the pixels of a source image that a part of a target needs, where this transform maps points of the target
  /// to the source.
  ///
  /// - Parameters:
  ///   - part: The target's pixels, each with all of its area.
  ///   - size: The source image.
  ///   - margin: How many pixels beyond a point take part in its value.
  /// - Returns: A rectangle on the source, or nil where nothing of the part comes from it.
  package func sourceArea(of part: PixelRectangle, in size: ImageSize, margin: Int) -> PixelRectangle? {
    var corners = part.outline
    for limit in limits(size) { corners = Self.clipped(corners, where: limit) }
    guard !corners.isEmpty else { return nil }
    let points = corners.filter { depth(at: $0) > 0 }.map { self($0) }
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    // A corner on the horizon itself is met by rounding only.
    guard points.count == corners.count, let left = xs.min(), let right = xs.max(), let top = ys.min(),
      let bottom = ys.max(), [left, right, top, bottom].allSatisfy(\.isFinite)
    else { return PixelRectangle(x: 0, y: 0, width: size.width, height: size.height) }
    return PixelRectangle(x: (left, right), y: (top, bottom), margin: margin, in: size)
  }

  /// Linear functions of a point of the target, `(f.x, f.y) · p + f.z`, which are not negative where it comes from the
  /// source or from up to half a pixel beside it. Points of the target are clipped and not those of the source, because
  /// a part of the target that lies across the horizon has no image there.
  private func limits(_ size: ImageSize) -> [SIMD3<Double>] {
    let x = SIMD3(matrix.a, matrix.b, matrix.c)
    let y = SIMD3(matrix.d, matrix.e, matrix.f)
    let depth = SIMD3(matrix.g, matrix.h, matrix.i)
    return [depth, x + depth, Double(size.width) * depth - x, y + depth, Double(size.height) * depth - y]
  }

  /// Cuts off the corners of a convex polygon at which a linear function is negative.
  private static func clipped(_ corners: [Point], where limit: SIMD3<Double>) -> [Point] {
    func value(_ p: Point) -> Double { limit.x * p.x + limit.y * p.y + limit.z }
    var kept: [Point] = []
    for (index, p) in corners.enumerated() {
      let q = corners[(index + 1) % corners.count]
      let (here, there) = (value(p), value(q))
      if here >= 0 { kept.append(p) }
      if here > 0 && there < 0 || here < 0 && there > 0 { kept.append(p + (q - p) * (here / (here - there))) }
    }
    return kept
  }
}

extension PixelRectangle {
  /// The pixels of an image between two positions in either direction, and so many around them; one at least.
  package init(x: (low: Double, high: Double), y: (low: Double, high: Double), margin: Int, in size: ImageSize) {
    self.init(
      columns: Self.range(x.low, x.high, margin, size.width), rows: Self.range(y.low, y.high, margin, size.height))
  }

  private static func range(_ low: Double, _ high: Double, _ margin: Int, _ limit: Int) -> Range<Int> {
    let start = min(max(Int(max(low, -1).rounded(.down)) - margin, 0), limit - 1)
    let end = max(start + 1, min(limit, Int(min(high, Double(limit)).rounded(.up)) + margin + 1))
    return start..<end
  }

  /// The corners of the area of all pixels, half a pixel outside their centres.
  fileprivate var outline: [Point] {
    let (left, top) = (Double(x) - 0.5, Double(y) - 0.5)
    let (right, bottom) = (left + Double(width), top + Double(height))
    return [Point(x: left, y: top), Point(x: right, y: top), Point(x: right, y: bottom), Point(x: left, y: bottom)]
  }
}
