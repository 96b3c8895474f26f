import SuperposeGeometry

/// The estimation of many frames' transforms, in conditioned coordinates: each frame's points are centred, and those of
/// all frames are divided by one length, so that errors keep their proportions.
struct JointProblem<Family: TransformFamily> {
  /// The matches of one link.
  struct Link {
    let moving: Int
    let fixed: Int
    let pairs: PointPairs
  }

  /// What was found: `nil` for frames that are not reached.
  struct Solution {
    var transforms: [Matrix3?]
    /// The standard deviation of a coordinate, in conditioned units.
    var noise: Double
  }

  let links: [Link]
  let pixelsPerUnit: Double
  private let reference: Int
  private let source: [FrameLink]
  private let conditioned: [Homography]
  private let tolerance: Double

  /// Noise below this, as a fraction of the tolerance, is not believed: the loss would see outliers everywhere.
  private static var smallestNoise: Double { 1.0 / 60 }

  init(_ frames: [JointFrame], _ links: [FrameLink], reference: Int, tolerance: Double) {
    let keepsLengths = Family.model == .euclidean || Family.model == .translation
    let scales = frames.map { keepsLengths ? frames[reference].scale : $0.scale }
    let unit = max(1, zip(frames, scales).map { Double($0.size.longSide) * $1 / 2 }.max() ?? 1)
    conditioned = zip(frames, scales).map { frame, scale in
      let center = frame.size.center
      return .scale(x: scale / unit, y: scale / unit) * .translation(x: -center.x, y: -center.y)
    }
    self.links = links.map { [conditioned] link in
      let (moving, fixed) = (conditioned[link.moving], conditioned[link.fixed])
      return Link(
        moving: link.moving, fixed: link.fixed,
        pairs: PointPairs(
          link.correspondences.filter(\.isFinite).map {
            Correspondence(moving: moving($0.moving), fixed: fixed($0.fixed))
          }))
    }
    source = links
    self.reference = reference
    self.tolerance = tolerance / unit
    pixelsPerUnit = unit
  }

  /// Maps each frame's pixels to the reference's.
  func pixels(_ transforms: [Matrix3?]) -> [Homography?] {
    guard let referenceFromUnits = conditioned[reference].inverse else { return transforms.map { _ in nil } }
    var pixels = zip(transforms, conditioned).map { transform, units in
      transform.map { (referenceFromUnits * Homography($0) * units).normalized }
    }
    // Exactly, so that the reference is not resampled.
    pixels[reference] = .identity
    return pixels
  }

  /// Returns each link's transform under those of its frames, with positive depth at the moving frame's centre.
  func between(_ link: Link, _ transforms: [Matrix3?]) -> TwoWayTransform? {
    guard let moving = transforms[link.moving], let fixed = transforms[link.fixed].flatMap(TwoWayTransform.init)
    else { return nil }
    let matrix = fixed.movingFromFixed * moving
    return TwoWayTransform(matrix.i < 0 ? matrix * -1 : matrix)
  }

  /// Estimates all transforms. The first rounds see far enough to close loops, the last ones only what noise explains.
  func solution(using isUsed: [Bool]) -> Solution {
    var transforms = start(using: isUsed)
    let used = links.indices.filter {
      isUsed[$0] && transforms[links[$0].moving] != nil && transforms[links[$0].fixed] != nil
    }.map { links[$0] }
    let solver = JointSolver(self, used, reference: reference, frameCount: transforms.count)
    var noise = 0.0
    for round in 0..<4 {
      let errors = solver.squaredErrors(transforms).flatMap { $0 }.filter(\.isFinite).map { $0.squareRoot() }.sorted()
      guard !errors.isEmpty else { break }
      // The median of the length of two coordinates' noise is 1.1774 standard deviations.
      noise = errors[errors.count / 2] / 1.1774
      let believed = min(max(noise, Self.smallestNoise * tolerance), tolerance)
      let reach = round == 0 ? max(believed, errors[errors.count * 19 / 20]) : believed
      transforms = solver.refined(transforms, loss: CauchyLoss(scale: reach))
    }
    return Solution(transforms: transforms, noise: noise)
  }

  /// Chains the links with the most matches.
  private func start(using isUsed: [Bool]) -> [Matrix3?] {
    var transforms = [Matrix3?](repeating: nil, count: conditioned.count)
    let tree = LinkTree(root: reference, frameCount: conditioned.count, links: source, using: isUsed)
    transforms[reference] = .identity
    for frame in tree.order.dropFirst() {
      guard let index = tree.link[frame] else { continue }
      let link = source[index]
      let other = frame == link.moving ? link.fixed : link.moving
      guard let parent = transforms[other], let unitsFromPixels = conditioned[link.fixed].inverse,
        let pixelsFromUnits = conditioned[link.moving].inverse, unitsFromPixels.isFinite
      else { continue }
      let fixedFromMoving = conditioned[link.fixed] * link.fixedFromMoving * pixelsFromUnits
      guard let step = frame == link.moving ? fixedFromMoving : fixedFromMoving.inverse else { continue }
      transforms[frame] = Self.facing(parent * Family.nearest(step.matrix))
    }
    return transforms
  }

  /// The same transform, with a last coefficient of 1, which is the depth of the frame's centre.
  static func facing(_ matrix: Matrix3) -> Matrix3? {
    guard matrix.isFinite, abs(matrix.i) > 1e-12 * matrix.norm else { return nil }
    return matrix / matrix.i
  }

  /// Returns each link's median error, in the pixels in which errors are measured.
  func medianErrors(_ transforms: [Matrix3?]) -> [Double?] {
    links.map { link in
      guard link.pairs.count > 0, let between = between(link, transforms) else { return nil }
      return link.pairs.squaredErrors(of: between).sorted()[link.pairs.count / 2].squareRoot() * pixelsPerUnit
    }
  }

  /// Returns which links stay when those with errors above a limit go, the worst first. A link stays where frames would
  /// lose their connection with the reference.
  func consistentLinks(_ solution: Solution, _ isUsed: [Bool], limit: Double) -> [Bool] {
    let errors = medianErrors(solution.transforms)
    func reached(_ isUsed: [Bool]) -> Int {
      LinkTree(root: reference, frameCount: conditioned.count, links: source, using: isUsed).order.count
    }
    let bad = links.indices.filter { isUsed[$0] && errors[$0].map { $0 > limit } ?? false }
    var kept = isUsed
    for index in bad.sorted(by: { (errors[$0] ?? 0) > (errors[$1] ?? 0) }) {
      var fewer = kept
      fewer[index] = false
      if reached(fewer) == reached(kept) { kept = fewer }
    }
    return kept
  }
}

extension PointPairs {
  /// Pairs that are conditioned already.
  init(_ conditioned: [Correspondence]) {
    self.init(conditioned, in: Conditioning.none)
  }
}

extension Conditioning {
  /// Leaves points as they are.
  static var none: Conditioning { Conditioning([]) }
}
