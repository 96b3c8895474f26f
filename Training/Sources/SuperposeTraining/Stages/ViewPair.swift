import SuperposeGeometry
import SuperposeTrainingData

/// Two views of one photograph.
struct ViewPair {
  let photograph: Int
  /// The homographies from pixels of each view to pixels of the photograph.
  let maps: [Homography]
  let inverses: [Homography]

  init(
    _ photograph: Int, of size: ImageSize, _ sampler: ViewSampler, using generator: inout some RandomNumberGenerator
  ) {
    self.photograph = photograph
    maps = Self.maps(size, sampler, using: &generator)
    inverses = maps.map { $0.inverse ?? .identity }
  }

  /// Draws two views until they share enough. After too many attempts it takes those that share the most.
  private static func maps(
    _ size: ImageSize, _ sampler: ViewSampler, using generator: inout some RandomNumberGenerator
  ) -> [Homography] {
    var best: (maps: [Homography], overlap: Double)?
    for _ in 0..<mostDraws {
      let maps = (0..<2).map { _ in sampler.sample(photograph: size, using: &generator) }
      guard sampler.overlap > 0 else { return maps }
      let overlap = overlap(maps, of: sampler.size)
      if overlap >= sampler.overlap { return maps }
      if overlap > best?.overlap ?? -1 { best = (maps, overlap) }
    }
    return best?.maps ?? []
  }

  private static let mostDraws = 20

  /// Returns how much of a view the other shows too, measured on a grid of points, for the view of which it is more.
  static func overlap(_ maps: [Homography], of size: ImageSize) -> Double {
    let points = (0..<64).map {
      Point(
        x: (Double($0 % 8) + 0.5) / 8 * Double(size.width), y: (Double($0 / 8) + 0.5) / 8 * Double(size.height))
    }
    let shares = (0..<2).map { from -> Double in
      guard let back = maps[1 - from].inverse else { return 0 }
      return Double(points.count { size.contains((back * maps[from])($0)) }) / 64
    }
    return max(shares[0], shares[1])
  }

  /// Returns the homography from one view's pixels to the other's: from the first to the second for 0, and back for 1.
  func across(_ from: Int) -> Homography { inverses[1 - from] * maps[from] }
}
