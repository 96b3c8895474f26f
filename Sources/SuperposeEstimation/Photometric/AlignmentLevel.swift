import SuperposeGeometry

/// One level of the coarse-to-fine alignment: the fixed picture's squares and the moving picture they are found in.
struct AlignmentLevel {
  let blocks: [TemplateBlock]
  let moving: GrayPlane
  let size: ImageSize
  let frame: IncrementFrame

  private static let iterations = 12
  /// A step that moves no corner further than this, in pixels, is the last.
  private static let smallestStepPixels = 0.005
  /// Squares that correlate less show something else: they have no say.
  private static let leastCorrelation: Float = 0.3
  /// Added to the unexplained part of a square's variance, whose inverse is its weight.
  private static let leastUnexplained: Float = 0.05
  private static let fewestBlocks = 12

  init(fixed: GrayPlane, moving: GrayPlane) {
    self.moving = moving
    size = fixed.size
    let frame = IncrementFrame(fixed.size)
    self.frame = frame
    let side = TemplateBlock.side
    let spread = BlockStatistics(fixed.values).scale.map { 1 / $0 } ?? 0
    // One pixel at the border is kept for the gradient.
    let (columns, rows) = (max(0, (size.width - 2) / side), max(0, (size.height - 2) / side))
    blocks = (0..<rows).flatMap { row in
      (0..<columns).compactMap { column in
        TemplateBlock(
          fixed, x: 1 + column * side, y: 1 + row * side, isHeldOut: column % 2 == 1 && row % 2 == 1, spread: spread,
          frame: frame)
      }
    }
  }

  /// Gauss–Newton steps, each put onto the fixed picture's side so that derivatives stay the same (Baker and Matthews,
  /// IJCV 2004, inverse compositional).
  ///
  /// - Returns: Nil where too few squares agree or they determine nothing.
  func aligned(_ start: Homography, unknowns: Int) -> Homography? {
    var movingFromFixed = start
    var samples = [Float](repeating: 0, count: TemplateBlock.count)
    for _ in 0..<Self.iterations {
      guard let step = step(movingFromFixed, unknowns, &samples), let back = frame.transform(step).inverse else {
        return nil
      }
      movingFromFixed = (movingFromFixed * back).normalized
      guard movingFromFixed.isFinite else { return nil }
      if back.largestCornerMove(from: .identity, over: size) < Self.smallestStepPixels { break }
    }
    return movingFromFixed
  }

  private func step(_ movingFromFixed: Homography, _ unknowns: Int, _ samples: inout [Float]) -> SIMD8<Double>? {
    var equations = NormalEquations()
    var used = 0
    for block in blocks where !block.isHeldOut {
      guard let correlation = correlation(block, movingFromFixed, &samples), correlation > Self.leastCorrelation
      else { continue }
      used += 1
      let weight = Double(1 / (1 - correlation + Self.leastUnexplained))
      equations.gradient += SIMD8<Double>(gradient(block, samples, correlation)) * weight
      for k in 0..<8 { equations.matrix[k] += SIMD8<Double>(block.matrix[k]) * weight }
    }
    guard used >= Self.fewestBlocks else { return nil }
    guard var step = equations.solution(unknowns: unknowns) else { return nil }
    for unknown in unknowns..<8 { step[unknown] = 0 }
    return step
  }

  /// Σ J r over a square, with the part taken out that a change of contrast explains.
  func gradient(_ block: TemplateBlock, _ samples: [Float], _ correlation: Float) -> SIMD8<Float> {
    var sum = SIMD8<Float>.zero
    for i in 0..<TemplateBlock.count {
      let row = frame.derivative(
        block.gradientX[i], block.gradientY[i], x: block.x + i % TemplateBlock.side,
        y: block.y + i / TemplateBlock.side)
      sum += row * (samples[i] - block.values[i])
    }
    return sum - block.contrast * (Float(TemplateBlock.count) * (correlation - 1))
  }

  /// A square's correlation with what the transform lays on it; leaves the latter, mean 0 and mean square 1, in
  /// `samples`. Nil where that reaches beyond the moving picture or is flat.
  func correlation(_ block: TemplateBlock, _ movingFromFixed: Homography, _ samples: inout [Float]) -> Float? {
    guard moving.sample(block, movingFromFixed, into: &samples) else { return nil }
    let statistics = BlockStatistics(samples)
    guard let scale = statistics.scale else { return nil }
    var product: Float = 0
    for i in 0..<TemplateBlock.count {
      samples[i] = (samples[i] - statistics.mean) * scale
      product += samples[i] * block.values[i]
    }
    return product / Float(TemplateBlock.count)
  }

  /// The mean correlation of the squares that were held out, of those that both transforms lay on the moving picture.
  /// Nil where they are too few to tell.
  func heldOutCorrelations(_ first: Homography, _ second: Homography) -> (Float, Float)? {
    var samples = [Float](repeating: 0, count: TemplateBlock.count)
    var sums: (Float, Float, count: Int) = (0, 0, 0)
    for block in blocks where block.isHeldOut {
      guard let a = correlation(block, first, &samples), let b = correlation(block, second, &samples) else { continue }
      sums = (sums.0 + a, sums.1 + b, sums.count + 1)
    }
    guard sums.count >= Self.fewestBlocks / 3 else { return nil }
    return (sums.0 / Float(sums.count), sums.1 / Float(sums.count))
  }
}

extension GrayPlane {
  /// Bilinear samples where a transform puts a square's pixels; false where one lies outside.
  fileprivate func sample(_ block: TemplateBlock, _ transform: Homography, into samples: inout [Float]) -> Bool {
    let h = transform.coefficients
    let (right, bottom) = (Double(size.width - 1), Double(size.height - 1))
    return values.withUnsafeBufferPointer { values in
      for i in 0..<TemplateBlock.count {
        let (x, y) = (Double(block.x + i % TemplateBlock.side), Double(block.y + i / TemplateBlock.side))
        let depth = h[6] * x + h[7] * y + h[8]
        let (u, v) = ((h[0] * x + h[1] * y + h[2]) / depth, (h[3] * x + h[4] * y + h[5]) / depth)
        guard u >= 0, v >= 0, u < right, v < bottom else { return false }
        let (column, row) = (Int(u), Int(v))
        let (s, t) = (Float(u - Double(column)), Float(v - Double(row)))
        let at = row * size.width + column
        let top = values[at] + s * (values[at + 1] - values[at])
        let low = values[at + size.width] + s * (values[at + size.width + 1] - values[at + size.width])
        samples[i] = top + t * (low - top)
      }
      return true
    }
  }
}

extension Homography {
  /// The largest distance of a corner pixel under this transform and another.
  func largestCornerMove(from other: Homography, over size: ImageSize) -> Double {
    size.cornerPixels.map { self($0).distance(to: other($0)) }.max() ?? 0
  }
}
