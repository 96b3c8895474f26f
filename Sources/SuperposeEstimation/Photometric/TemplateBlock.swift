import SuperposeGeometry

/// A square of the fixed picture, with what its alignment needs and what stays the same from step to step.
///
/// Brightness and contrast are the square's own: values are compared after their mean is taken out and their spread is
/// made one, so shading and exposure change nothing.
struct TemplateBlock {
  /// Pixels along a side.
  static let side = 16
  static let count = side * side
  /// A square whose values spread less than this part of the picture's spread holds no texture.
  private static let leastSpread: Float = 0.1

  let x: Int
  let y: Int
  /// `[side, side]`: the values with mean 0 and mean square 1, and their gradient per pixel.
  let values: [Float]
  let gradientX: [Float]
  let gradientY: [Float]
  /// Whether it judges the result and takes no part in the fit.
  let isHeldOut: Bool
  /// Of the projected derivatives: Σ J Jᵀ.
  let matrix: [SIMD8<Float>]
  /// The part of the derivatives that a change of contrast explains, for each unknown.
  let contrast: SIMD8<Float>

  /// Nil without texture.
  init?(_ plane: GrayPlane, x: Int, y: Int, isHeldOut: Bool, spread: Float, frame: IncrementFrame) {
    let width = plane.size.width
    func read(_ offset: Int) -> [Float] {
      (0..<Self.count).map { plane.values[(y + $0 / Self.side) * width + x + $0 % Self.side + offset] }
    }
    let raw = read(0)
    guard let scale = BlockStatistics(raw).scale, scale * Self.leastSpread * spread < 1 else { return nil }
    (self.x, self.y, self.isHeldOut) = (x, y, isHeldOut)
    let mean = BlockStatistics(raw).mean
    values = raw.map { ($0 - mean) * scale }
    gradientX = zip(read(1), read(-1)).map { ($0 - $1) / 2 * scale }
    gradientY = zip(read(width), read(-width)).map { ($0 - $1) / 2 * scale }
    (matrix, contrast) = Self.projected(values, gradientX, gradientY, x, y, frame)
  }

  private static func projected(
    _ values: [Float], _ gradientX: [Float], _ gradientY: [Float], _ x: Int, _ y: Int, _ frame: IncrementFrame
  ) -> ([SIMD8<Float>], SIMD8<Float>) {
    var matrix = [SIMD8<Float>](repeating: .zero, count: 8)
    var (mean, contrast) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    matrix.withUnsafeMutableBufferPointer { matrix in
      for i in 0..<count {
        let row = frame.derivative(gradientX[i], gradientY[i], x: x + i % side, y: y + i / side)
        for k in 0..<8 { matrix[k] += row[k] * row }
        mean += row
        contrast += values[i] * row
      }
    }
    mean /= Float(count)
    contrast /= Float(count)
    for k in 0..<8 { matrix[k] -= Float(count) * (mean[k] * mean + contrast[k] * contrast) }
    return (matrix, contrast)
  }
}

/// Mean and spread of a square's values.
struct BlockStatistics {
  let mean: Float
  /// One over the standard deviation; nil for a flat square.
  let scale: Float?

  init(_ values: [Float]) {
    let mean = values.reduce(0, +) / Float(values.count)
    self.mean = mean
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
    scale = variance.isFinite && variance > 1e-10 ? 1 / variance.squareRoot() : nil
  }
}

/// The coordinates in which a step of the alignment is written: the fixed picture's centre is the origin and half its
/// long side the unit. A step δ moves a point (u, v) by
/// (δ₀u + δ₁v + δ₂ − u·d, δ₃u + δ₄v + δ₅ − v·d) with d = δ₆u + δ₇v; without the last two it is affine.
struct IncrementFrame {
  let centerX: Float
  let centerY: Float
  let unit: Float

  init(_ size: ImageSize) {
    (centerX, centerY) = (Float(size.width - 1) / 2, Float(size.height - 1) / 2)
    unit = max(Float(size.longSide) / 2, 1)
  }

  /// How a value changes with each unknown, from its gradient per pixel.
  @inline(__always)
  func derivative(_ gradientX: Float, _ gradientY: Float, x: Int, y: Int) -> SIMD8<Float> {
    let (u, v) = ((Float(x) - centerX) / unit, (Float(y) - centerY) / unit)
    let (gx, gy) = (gradientX * unit, gradientY * unit)
    let along = -(gx * u + gy * v)
    return SIMD8(gx * u, gx * v, gx, gy * u, gy * v, gy, along * u, along * v)
  }

  /// The step as a transform of pixels.
  func transform(_ step: SIMD8<Double>) -> Homography {
    let pixels = Homography(
      rows: [[Double(unit), 0, Double(centerX)], [0, Double(unit), Double(centerY)], [0, 0, 1]])
    let increment = Homography(
      rows: [[1 + step[0], step[1], step[2]], [step[3], 1 + step[4], step[5]], [step[6], step[7], 1]])
    return pixels * increment * pixels.inverse!
  }
}
