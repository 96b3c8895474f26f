import SuperposeGeometry

@testable import SuperposeEstimation

/// Matches under a known transform, generated from a seed.
struct SyntheticMatches {
  var truth: Homography
  var correspondences: [Correspondence]
  /// Whether each match is true.
  var isInlier: [Bool]

  static let size = ImageSize(width: 640, height: 480)

  /// - Parameters:
  ///   - model: The kind of transform.
  ///   - count: The number of matches.
  ///   - outlierRatio: The share of matches that are wrong.
  ///   - noise: The standard deviation of each coordinate of the fixed points, in pixels.
  ///   - name: The test's name, which is its seed.
  init(
    _ model: TransformModel, count: Int = 200, outlierRatio: Double = 0, noise: Double = 0, name: String = #function
  ) {
    var generator = SplitMix64(seed: seed(from: name + model.rawValue))
    let truth = exampleTransform(model, &generator)
    let outliers = Int(Double(count) * outlierRatio)
    self.truth = truth
    isInlier = (0..<count).map { $0 >= outliers }
    correspondences = isInlier.map { isInlier in
      let moving = randomPoint(&generator)
      let jitter = Point(x: normal(&generator), y: normal(&generator)) * noise
      let fixed = isInlier ? truth(moving) + jitter : randomPoint(&generator)
      return Correspondence(moving: moving, fixed: fixed, confidence: Double.random(in: 0...1, using: &generator))
    }
  }

  func cornerError(_ estimate: Estimate) -> Double {
    estimate.fixedFromMoving.cornerError(from: truth, over: Self.size)
  }
}

/// Returns the FNV-1a hash of a name, since Swift's own hashes differ from run to run.
func seed(from name: String) -> UInt64 {
  name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

func randomPoint(_ generator: inout SplitMix64) -> Point {
  Point(x: .random(in: 0...639, using: &generator), y: .random(in: 0...479, using: &generator))
}

/// Returns a nearly standard normal number, the sum of twelve uniform ones.
func normal(_ generator: inout SplitMix64) -> Double {
  (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
}

private func exampleTransform(_ model: TransformModel, _ generator: inout SplitMix64) -> Homography {
  func random(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }
  let (sine, scale) = (random(-0.5...0.5), random(0.7...1.4))
  let cosine = (1 - sine * sine).squareRoot()
  let rotation = Homography(rows: [[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
  let translation = Homography.translation(x: random(-80...80), y: random(-80...80))
  let shear = Homography(rows: [[1, random(-0.2...0.2), 0], [0, random(0.8...1.2), 0], [0, 0, 1]])
  let perspective = Homography(rows: [[1, 0, 0], [0, 1, 0], [random(-4e-4...4e-4), random(-4e-4...4e-4), 1]])
  let similarity = translation * rotation * .scale(x: scale, y: scale)
  switch model {
  case .translation: return translation
  case .euclidean: return translation * rotation
  case .similarity: return similarity
  case .affine: return similarity * shear
  case .homography, .local: return similarity * shear * perspective
  }
}
