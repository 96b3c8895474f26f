import SuperposeGeometry
import SuperposeTrainingData

/// Two views of one photograph.
struct ViewPair {
  let photograph: Int
  /// Pixels of each view to pixels of the photograph.
  let maps: [Homography]
  let inverses: [Homography]

  init(
    _ photograph: Int, of size: ImageSize, _ sampler: ViewSampler, using generator: inout some RandomNumberGenerator
  ) {
    self.photograph = photograph
    maps = (0..<2).map { _ in sampler.sample(photograph: size, using: &generator) }
    inverses = maps.map { $0.inverse ?? .identity }
  }

  /// From one view's pixels to the other's: 0 from the first to the second, 1 back.
  func across(_ from: Int) -> Homography { inverses[1 - from] * maps[from] }
}
