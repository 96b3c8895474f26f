import SuperposeGeometry

/// Grey values in 0...1 that differ from the background wherever they are drawn.
struct Palette {
  /// The range of the background.
  let background: ClosedRange<Float>
  private let contrast: Float

  /// - Parameters:
  ///   - amplitude: The largest deviation of the background from its mean.
  ///   - random: The source of randomness.
  init(amplitude: Float, using random: inout SplitMix64) {
    contrast = random.uniform(0.1...0.3)
    let mean = random.uniform(0.1...0.9)
    background = max(0, mean - amplitude)...min(1, mean + amplitude)
  }

  /// Returns a value that differs from the background.
  func tone(using random: inout SplitMix64) -> Float {
    let below = max(0, background.lowerBound - contrast)
    let above = max(0, 1 - background.upperBound - contrast)
    guard below + above > 0 else { return background.lowerBound > 1 - background.upperBound ? 0 : 1 }
    let place = random.uniform(0...below + above)
    return place < below ? place : 1 - (below + above - place)
  }

  /// Returns values that also differ from each other: each from the one before it, and the last from the first.
  func tones(_ count: Int, using random: inout SplitMix64) -> [Float] {
    var best: [Float] = []
    var bestGap: Float = -1
    for _ in 0..<10 where bestGap < contrast {
      let tones = (0..<count).map { _ in tone(using: &random) }
      let gap = tones.indices.map { abs(tones[$0] - tones[($0 + 1) % count]) }.min() ?? 0
      if gap > bestGap { (best, bestGap) = (tones, gap) }
    }
    return best
  }

  /// Returns a fill of one tone which, every other time, has a gradient across `radius` pixels that stays well below
  /// the contrast.
  func fill(_ tone: Float, center: Vector, radius: Float, using random: inout SplitMix64) -> Drawing.Fill {
    guard random.chance(0.5) else { return Drawing.Fill(tone: tone) }
    let gradient = Vector(angle: random.uniform(0...2 * .pi)) * (random.uniform(0...0.4) * contrast / radius)
    return Drawing.Fill(tone: tone, gradient: gradient, center: center)
  }
}
