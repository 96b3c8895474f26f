import SuperposeGeometry

/// Grey values, 0...1, that can be told from the background wherever they lie.
struct Palette {
  /// What the background keeps to.
  let background: ClosedRange<Float>
  private let contrast: Float

  /// - Parameter amplitude: how far the background strays from its mean.
  init(amplitude: Float, using random: inout SplitMix64) {
    contrast = random.uniform(0.1...0.3)
    let mean = random.uniform(0.1...0.9)
    background = max(0, mean - amplitude)...min(1, mean + amplitude)
  }

  /// A value that differs from the background.
  func tone(using random: inout SplitMix64) -> Float {
    let below = max(0, background.lowerBound - contrast)
    let above = max(0, 1 - background.upperBound - contrast)
    guard below + above > 0 else { return background.lowerBound > 1 - background.upperBound ? 0 : 1 }
    let place = random.uniform(0...below + above)
    return place < below ? place : 1 - (below + above - place)
  }

  /// Values of which each also differs from the one before it, and the last from the first.
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

  /// A fill of one tone, every other time with a gradient across `radius` pixels that stays well under the contrast.
  func fill(_ tone: Float, center: Vector, radius: Float, using random: inout SplitMix64) -> Drawing.Fill {
    guard random.chance(0.5) else { return Drawing.Fill(tone: tone) }
    let gradient = Vector(angle: random.uniform(0...2 * .pi)) * (random.uniform(0...0.4) * contrast / radius)
    return Drawing.Fill(tone: tone, gradient: gradient, center: center)
  }
}
