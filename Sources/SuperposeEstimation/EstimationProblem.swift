import SuperposeGeometry

/// Correspondences prepared for a search, and the way back from its result to the given pixels and order.
struct EstimationProblem {
  /// The indices of the given correspondences in the order of ``pairs``: by falling confidence, and only those with
  /// finite coordinates.
  let order: [Int]
  let conditioning: Conditioning
  let pairs: PointPairs
  let options: EstimationOptions
  private let givenCount: Int

  /// Inliers whose breadth is under this fraction of their length count as lying on one line: at a length of 600
  /// pixels, the noise of keypoints alone makes them three pixels broad.
  private static let leastBreadth = 1.0 / 200

  /// The range of tolerances in conditioned units. The lowest is rounding error and the highest a million pictures;
  /// within it their squares are finite and not zero.
  private static let tolerances = 1e-14...1e6

  /// Returns nil where there are too few correspondences or their coordinates overflow.
  init?(_ correspondences: [Correspondence], _ options: EstimationOptions) {
    order = trustedFirst(correspondences, seed: options.seed)
    guard order.count >= options.model.sampleSize else { return nil }
    let ordered = order.map { correspondences[$0] }
    conditioning = Conditioning(ordered)
    pairs = PointPairs(ordered, in: conditioning)
    guard conditioning.pixelsPerUnit.isFinite, pairs.isFinite else { return nil }
    self.options = options
    givenCount = correspondences.count
  }

  func tolerance(ofPixels pixels: Double) -> Double {
    let range = Self.tolerances
    return min(max(pixels / conditioning.pixelsPerUnit, range.lowerBound), range.upperBound)
  }

  func solved<Family: TransformFamily>(
    _: Family.Type, _ criterion: some Criterion, inlierRatio: Double? = nil
  ) -> Estimate? {
    let search = ConsensusSearch<Family, _>(
      pairs: pairs, criterion: criterion, options: options, assumedInlierRatio: inlierRatio)
    guard let result = search.run() else { return nil }
    let squaredErrors = pairs.squaredErrors(of: result.transform)
    let squaredTolerance = criterion.squaredTolerance(at: result.cost)
    let inliers = pairs.indices.filter { squaredErrors[$0] <= squaredTolerance }
    let fixedFromMoving = conditioning.pixels(Homography(result.transform.fixedFromMoving)).normalized
    guard determines(inliers), fixedFromMoving.isFinite, fixedFromMoving.inverse != nil else { return nil }
    return Estimate(
      fixedFromMoving: fixedFromMoving,
      inliers: restored(squaredErrors.map { $0 <= squaredTolerance }, missing: false),
      errorsPixels: restored(squaredErrors.map { $0.squareRoot() * conditioning.pixelsPerUnit }, missing: .infinity),
      tolerancePixels: squaredTolerance.squareRoot() * conditioning.pixelsPerUnit,
      iterations: result.iterations,
      uncertainty: TransformUncertainty(
        Family.self, of: result.transform, inliers: inliers, pairs: pairs, conditioning: conditioning))
  }

  /// Whether these pairs determine a transform of the model: there are enough of them and, where that matters, they do
  /// not lie on a line.
  private func determines(_ inliers: [Int]) -> Bool {
    guard inliers.count >= options.model.sampleSize else { return false }
    guard options.model.sampleSize >= 3 else { return true }
    return breadth(inliers.map(pairs.moving)) >= Self.leastBreadth
      && breadth(inliers.map(pairs.fixed)) >= Self.leastBreadth
  }

  /// Puts values that are in the order of the pairs back into the given order.
  private func restored<Value>(_ values: [Value], missing: Value) -> [Value] {
    var given = [Value](repeating: missing, count: givenCount)
    for (index, value) in zip(order, values) { given[index] = value }
    return given
  }
}

/// Sorts the usable correspondences by falling confidence and puts equal ones in random order: files often list matches
/// in the order of the image's rows, and neighbours make poor samples.
private func trustedFirst(_ correspondences: [Correspondence], seed: UInt64) -> [Int] {
  var generator = SplitMix64(seed: ~seed)
  let shuffled = correspondences.indices.filter { correspondences[$0].isFinite }.shuffled(using: &generator)
  let confidence = correspondences.map { $0.confidence.isFinite ? $0.confidence : 0 }
  return shuffled.enumerated()
    .sorted { (-confidence[$0.element], $0.offset) < (-confidence[$1.element], $1.offset) }
    .map(\.element)
}

/// Returns the ratio of the standard deviations of points across and along their main direction.
private func breadth(_ points: [SIMD2<Double>]) -> Double {
  let center = points.reduce(.zero, +) / Double(points.count)
  let (xx, xy, yy) = points.reduce((0.0, 0.0, 0.0)) { sums, p in
    let d = p - center
    return (sums.0 + d.x * d.x, sums.1 + d.x * d.y, sums.2 + d.y * d.y)
  }
  let radius = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
  let (major, minor) = ((xx + yy) / 2 + radius, max((xx + yy) / 2 - radius, 0))
  return major > 0 ? (minor / major).squareRoot() : 0
}
