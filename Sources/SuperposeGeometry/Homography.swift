/// A plane projective transform, `q ~ H p` with `p = (x, y, 1)`.
///
/// Names say both frames, target first: `fixedFromMoving(pointInMoving)` gives the point in the fixed image, and
/// `cFromB * bFromA` is `cFromA`. Affine transforms, similarities, Euclidean transforms and translations are
/// homographies whose last row is `0 0 1`.
public struct Homography: Hashable, Sendable {
  /// The nine coefficients, row by row.
  public var coefficients: [Double]

  /// - Precondition: nine coefficients.
  public init(coefficients: [Double]) {
    precondition(coefficients.count == 9, "a homography has 9 coefficients, not \(coefficients.count)")
    self.coefficients = coefficients
  }

  public init(rows: [[Double]]) {
    self.init(coefficients: rows.flatMap { $0 })
  }

  public static let identity = Homography(coefficients: [1, 0, 0, 0, 1, 0, 0, 0, 1])

  public static func translation(x: Double, y: Double) -> Homography {
    Homography(coefficients: [1, 0, x, 0, 1, y, 0, 0, 1])
  }

  public static func scale(x: Double, y: Double) -> Homography {
    Homography(coefficients: [x, 0, 0, 0, y, 0, 0, 0, 1])
  }

  public var rows: [[Double]] { (0..<3).map { Array(coefficients[3 * $0..<3 * $0 + 3]) } }

  @inlinable
  public subscript(row: Int, column: Int) -> Double { coefficients[3 * row + column] }

  /// The image of a point; infinite where the point maps to the line at infinity.
  @inlinable
  public func callAsFunction(_ p: Point) -> Point {
    coefficients.withUnsafeBufferPointer { h in
      let w = h[6] * p.x + h[7] * p.y + h[8]
      return Point(
        x: (h[0] * p.x + h[1] * p.y + h[2]) / w, y: (h[3] * p.x + h[4] * p.y + h[5]) / w)
    }
  }

  /// The third homogeneous coordinate of a point's image: its sign says on which side of the horizon it lies.
  public func depth(at p: Point) -> Double {
    self[2, 0] * p.x + self[2, 1] * p.y + self[2, 2]
  }

  /// The determinant of the Jacobian at a point: the local change of area, negative where orientation flips.
  public func areaScale(at p: Point) -> Double {
    let w = depth(at: p)
    return determinant / (w * w * w)
  }

  public static func * (a: Homography, b: Homography) -> Homography {
    var product = [Double](repeating: 0, count: 9)
    for row in 0..<3 {
      for column in 0..<3 {
        product[3 * row + column] = (0..<3).reduce(0) { $0 + a[row, $1] * b[$1, column] }
      }
    }
    return Homography(coefficients: product)
  }

  public var determinant: Double {
    let h = coefficients
    return h[0] * (h[4] * h[8] - h[5] * h[7]) - h[1] * (h[3] * h[8] - h[5] * h[6])
      + h[2] * (h[3] * h[7] - h[4] * h[6])
  }

  /// The inverse, or nil where there is none (or any coefficient is not finite).
  public var inverse: Homography? {
    let h = coefficients
    let d = determinant
    guard d.isFinite, abs(d) > Double.leastNormalMagnitude else { return nil }
    let adjugate = [
      h[4] * h[8] - h[5] * h[7], h[2] * h[7] - h[1] * h[8], h[1] * h[5] - h[2] * h[4],
      h[5] * h[6] - h[3] * h[8], h[0] * h[8] - h[2] * h[6], h[2] * h[3] - h[0] * h[5],
      h[3] * h[7] - h[4] * h[6], h[1] * h[6] - h[0] * h[7], h[0] * h[4] - h[1] * h[3],
    ]
    let inverse = Homography(coefficients: adjugate.map { $0 / d })
    return inverse.isFinite ? inverse : nil
  }

  public var isFinite: Bool { coefficients.allSatisfy(\.isFinite) }

  /// The same transform with its last coefficient 1 (or, where that is zero, of unit norm).
  public var normalized: Homography {
    let last = coefficients[8]
    let norm = coefficients.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 0 else { return self }
    let divisor = abs(last) > 1e-12 * norm ? last : norm
    return Homography(coefficients: coefficients.map { $0 / divisor })
  }

  /// The mean distance of four corner pixels under this transform and another, in pixels (the field's *corner error*).
  public func cornerError(from other: Homography, over size: ImageSize) -> Double {
    size.cornerPixels.reduce(0) { $0 + self($1).distance(to: other($1)) } / 4
  }
}

/// Written as three rows of three numbers.
extension Homography: Codable {
  public init(from decoder: any Decoder) throws {
    let rows = try [[Double]](from: decoder)
    guard rows.count == 3, rows.allSatisfy({ $0.count == 3 }) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a homography is three rows of three numbers"))
    }
    self.init(rows: rows)
  }

  public func encode(to encoder: any Encoder) throws { try rows.encode(to: encoder) }
}
