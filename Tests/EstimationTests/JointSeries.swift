import SuperposeGeometry

@testable import SuperposeEstimation

/// A series of frames under a random walk of known transforms, with matches between neighbours and across loops.
struct JointSeries {
  let frames: [JointFrame]
  let truth: [Homography]
  var links: [FrameLink]

  static let size = ImageSize(width: 640, height: 480)

  /// - Parameters:
  ///   - count: The number of frames.
  ///   - loops: The pairs that are linked beside neighbours.
  ///   - noise: The standard deviation of each coordinate, in pixels.
  ///   - outliers: The share of matches that are wrong, by up to 20 pixels.
  init(
    _ model: TransformModel, count: Int = 12, loops: [(Int, Int)] = [(0, 6), (0, 11), (3, 9)], noise: Double = 0,
    outliers: Double = 0, name: String = #function
  ) {
    var generator = SplitMix64(seed: seed(from: name + model.rawValue))
    var truth = [Homography.identity]
    while truth.count < count {
      truth.append((truth[truth.count - 1] * Self.step(model, &generator)).normalized)
    }
    self.truth = truth
    frames = truth.map { _ in JointFrame(size: Self.size) }
    links = ((1..<count).map { ($0 - 1, $0) } + loops).map { fixed, moving in
      Self.link(moving, fixed, truth, noise, outliers, &generator)
    }
  }

  /// Matches of which both ends lie on their frames.
  private static func link(
    _ moving: Int, _ fixed: Int, _ truth: [Homography], _ noise: Double, _ outliers: Double,
    _ generator: inout SplitMix64
  ) -> FrameLink {
    let fixedFromMoving = (truth[fixed].inverse! * truth[moving]).normalized
    var matches: [Correspondence] = []
    while matches.count < 60 {
      let p = randomPoint(&generator)
      let q = fixedFromMoving(p)
      guard size.contains(q) else { continue }
      let isWrong = generator.unit() < outliers
      func jitter() -> Point {
        isWrong
          ? Point(x: generator.uniform(in: -20...20), y: generator.uniform(in: -20...20))
          : Point(x: normal(&generator), y: normal(&generator)) * noise
      }
      matches.append(Correspondence(moving: p + jitter(), fixed: q + jitter()))
    }
    // What a pair alone says, which errs a little.
    let start = Homography.translation(x: 0.4 * normal(&generator), y: 0.4 * normal(&generator)) * fixedFromMoving
    return FrameLink(moving: moving, fixed: fixed, correspondences: matches, fixedFromMoving: start)
  }

  private static func step(_ model: TransformModel, _ generator: inout SplitMix64) -> Homography {
    func random(_ size: Double) -> Double { generator.uniform(in: -size...size) }
    let (sine, scale) = (random(0.03), 1 + random(0.02))
    let cosine = (1 - sine * sine).squareRoot()
    let rotation = Homography(rows: [[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    let shift = Homography.translation(x: random(12), y: random(12))
    let shear = Homography(rows: [[1, random(0.01), 0], [0, 1 + random(0.01), 0], [0, 0, 1]])
    let perspective = Homography(rows: [[1, 0, 0], [0, 1, 0], [random(1e-5), random(1e-5), 1]])
    switch model {
    case .translation: return shift
    case .euclidean: return shift * rotation
    case .similarity: return shift * rotation * .scale(x: scale, y: scale)
    case .affine: return shift * rotation * .scale(x: scale, y: scale) * shear
    case .homography, .local: return shift * rotation * .scale(x: scale, y: scale) * shear * perspective
    }
  }

  /// The mean corner error of each frame, in pixels of the reference.
  func errors(_ estimate: [Homography?]) -> [Double] {
    zip(estimate, truth).map { $0?.cornerError(from: $1, over: Self.size) ?? .infinity }
  }

  /// What chaining the neighbours' own transforms gives.
  var chain: [Homography?] {
    var chain: [Homography?] = [.identity]
    for link in links.prefix(frames.count - 1) { chain.append(chain[chain.count - 1]! * link.fixedFromMoving) }
    return chain
  }
}
