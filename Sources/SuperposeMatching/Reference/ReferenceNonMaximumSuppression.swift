import SuperposeNetworks

/// Suppression in plain code: the specification of ``NonMaximumSuppression``.
enum ReferenceNonMaximumSuppression {
  /// Returns the survivors' indices in reading order.
  static func survivors(of scores: [Float], width: Int, height: Int, radius: Int) -> [Int] {
    var survives = maxima(of: scores, width, height, radius)
    for _ in 0..<NetworkConstants.suppressionReopenings {
      let covered = (0..<scores.count).map { window(around: $0, width, height, radius).contains { survives[$0] } }
      let remaining = zip(scores, covered).map { $1 ? 0 : $0 }
      let fresh = maxima(of: remaining, width, height, radius)
      for index in survives.indices where fresh[index] && !covered[index] { survives[index] = true }
    }
    var kept: [Int] = []
    var isKept = [Bool](repeating: false, count: scores.count)
    for index in survives.indices where survives[index] {
      guard !window(around: index, width, height, radius).contains(where: { isKept[$0] }) else { continue }
      kept.append(index)
      isKept[index] = true
    }
    return kept
  }

  private static func maxima(of scores: [Float], _ width: Int, _ height: Int, _ radius: Int) -> [Bool] {
    scores.indices.map { index in
      scores[index] > 0 && window(around: index, width, height, radius).allSatisfy { scores[$0] <= scores[index] }
    }
  }

  private static func window(around index: Int, _ width: Int, _ height: Int, _ radius: Int) -> [Int] {
    let (y, x) = index.quotientAndRemainder(dividingBy: width)
    return (max(0, y - radius)...min(height - 1, y + radius)).flatMap { row in
      (max(0, x - radius)...min(width - 1, x + radius)).map { row * width + $0 }
    }
  }
}
