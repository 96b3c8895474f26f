import Foundation
import SuperposeGeometry

/// The search for the transform of least cost. It draws random minimal samples and optimises each new best one locally
/// (LO-RANSAC; Chum, Matas and Kittler, DAGM 2003), until a better one is improbable.
struct ConsensusSearch<Family: TransformFamily, Score: Criterion> {
  struct Result {
    var transform: TwoWayTransform
    var cost: Double
    var iterations: Int
  }

  /// The correspondences, sorted by falling confidence.
  let pairs: PointPairs
  let criterion: Score
  let options: EstimationOptions
  /// The fraction of inliers from which the number of samples is computed where the criterion has no fixed tolerance.
  var assumedInlierRatio: Double?

  private static var localIterations: Int { 5 }
  private static var finalIterations: Int { 50 }

  /// Returns the best transform, or nil where every sample was degenerate.
  func run() -> Result? {
    guard var result = search() else { return nil }
    let refinement = Refinement<Family, Score.Loss>(pairs: pairs, loss: criterion.loss(at: result.cost))
    result.transform = refinement.refined(result.transform, iterations: Self.finalIterations)
    return result
  }

  private func search() -> Result? {
    var sampler = ProgressiveSampler(
      count: pairs.count, sampleSize: Family.model.sampleSize, budget: options.maxIterations,
      generator: SplitMix64(seed: options.seed))
    var best: Result?
    var leastSampleCost = Double.infinity
    var (iteration, limit) = (0, options.maxIterations)
    while iteration < limit {
      iteration += 1
      sampler.draw()
      guard let sampled = transform(through: sampler.sample) else { continue }
      let cost = criterion.cost(of: sampled, on: pairs, bound: leastSampleCost)
      guard cost < leastSampleCost else { continue }
      leastSampleCost = cost
      let optimized = locallyOptimized(sampled, cost: cost)
      guard optimized.cost < best?.cost ?? .infinity else { continue }
      best = optimized
      limit = min(limit, requiredIterations(for: optimized))
    }
    best?.iterations = iteration
    return best
  }

  private func transform(through sample: [Int]) -> TwoWayTransform? {
    Family.through(sample.map(pairs.moving), sample.map(pairs.fixed)).flatMap { TwoWayTransform($0) }
  }

  private func locallyOptimized(_ start: TwoWayTransform, cost: Double) -> Result {
    let refinement = Refinement<Family, Score.Loss>(pairs: pairs, loss: criterion.loss(at: cost))
    let refined = refinement.refined(start, iterations: Self.localIterations)
    let refinedCost = criterion.cost(of: refined, on: pairs, bound: cost)
    return refinedCost < cost
      ? Result(transform: refined, cost: refinedCost, iterations: 0)
      : Result(transform: start, cost: cost, iterations: 0)
  }

  /// The number of samples after which one without outliers was among them with the wanted probability.
  private func requiredIterations(for result: Result) -> Int {
    let inlierRatio = assumedInlierRatio ?? measuredInlierRatio(of: result)
    let goodSample = pow(inlierRatio, Double(Family.model.sampleSize))
    guard goodSample < 1 else { return 1 }
    let required = (log(1 - options.confidence) / log1p(-goodSample)).rounded(.up)
    return required < Double(options.maxIterations) ? max(Int(required), 1) : options.maxIterations
  }

  private func measuredInlierRatio(of result: Result) -> Double {
    let tolerance = criterion.squaredTolerance(at: result.cost)
    let errors = pairs.squaredErrors(of: result.transform)
    return Double(errors.count { $0 <= tolerance }) / Double(pairs.count)
  }
}
