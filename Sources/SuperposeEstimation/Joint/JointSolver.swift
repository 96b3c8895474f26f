import Foundation
import SuperposeGeometry

/// Grows with the logarithm of large errors (Cauchy's loss): an outlier pulls the less the farther it is, and never
/// stops to pull, so that a loop that does not close yet is closed.
struct CauchyLoss: RobustLoss {
  /// The standard deviation of a coordinate's noise.
  let squaredReach: Double
  /// An error beyond the horizon counts as this large, in conditioned units.
  private static let largestSquaredError = 1e12

  /// 2.385 standard deviations keep 95 % of the efficiency of least squares under normal noise.
  init(scale: Double) { squaredReach = 2.385 * 2.385 * scale * scale }

  func cost(_ squaredError: Double) -> Double {
    squaredReach / 2 * log1p(min(squaredError, Self.largestSquaredError) / squaredReach)
  }

  func weight(_ squaredError: Double) -> Double {
    squaredError.isFinite ? squaredReach / (squaredReach + squaredError) : 0
  }
}

/// Minimises a robust loss of all links' symmetric transfer errors over all frames' transforms (Levenberg and
/// Marquardt, with the weights of iteratively reweighted least squares).
struct JointSolver<Family: TransformFamily> {
  private let problem: JointProblem<Family>
  private let links: [JointProblem<Family>.Link]
  /// The place of each frame among the unknowns; nil for the reference and for frames without a link.
  private let place: [Int?]
  private let pattern: BlockPattern

  private static var mostSteps: Int { 30 }
  private static var firstDamping: Double { 1e-5 }
  private static var largestDamping: Double { 1e8 }
  /// A step that lowers the cost by less than this fraction is the last.
  private static var smallestGain: Double { 1e-10 }

  init(
    _ problem: JointProblem<Family>, _ links: [JointProblem<Family>.Link], reference: Int, frameCount: Int
  ) {
    self.problem = problem
    self.links = links
    var place = [Int?](repeating: nil, count: frameCount)
    let free = Set(links.flatMap { [$0.moving, $0.fixed] }).subtracting([reference]).sorted()
    for (index, frame) in free.enumerated() { place[frame] = index }
    self.place = place
    pattern = BlockPattern(
      count: free.count,
      edges: links.compactMap { link in
        guard let a = place[link.moving], let b = place[link.fixed] else { return nil }
        return (a, b)
      })
  }

  /// Returns the squared errors of each link's matches.
  func squaredErrors(_ transforms: [Matrix3?]) -> [[Double]] {
    links.map { link in
      guard let between = problem.between(link, transforms) else {
        return [Double](repeating: .infinity, count: link.pairs.count)
      }
      return link.pairs.squaredErrors(of: between)
    }
  }

  /// Returns the refined transforms, whose loss is not above that of the start.
  func refined(_ start: [Matrix3?], loss: some RobustLoss) -> [Matrix3?] {
    func total(_ errors: [[Double]]) -> Double { errors.reduce(0) { $1.reduce($0) { $0 + loss.cost($1) } } }
    var best = start
    var errors = squaredErrors(best)
    var cost = total(errors)
    var damping = Self.firstDamping
    var equations = normalEquations(at: best, errors, loss)
    for _ in 0..<Self.mostSteps {
      guard damping <= Self.largestDamping else { break }
      guard let step = equations.solution(damping: damping), let next = moved(best, by: step) else {
        damping *= 10
        continue
      }
      let nextErrors = squaredErrors(next)
      let nextCost = total(nextErrors)
      guard nextCost < cost else {
        damping *= 10
        continue
      }
      let gain = cost - nextCost
      (best, errors, cost) = (next, nextErrors, nextCost)
      damping /= 10
      if gain < Self.smallestGain * cost { break }
      equations = normalEquations(at: best, errors, loss)
    }
    return best
  }

  /// Multiplies each frame's transform by its small step; nil where one becomes singular.
  func moved(_ transforms: [Matrix3?], by step: [SIMD8<Double>]) -> [Matrix3?]? {
    var moved = transforms
    for (frame, place) in place.enumerated() {
      guard let place, let transform = transforms[frame] else { continue }
      guard let next = JointProblem<Family>.facing(transform * Family.increment(step[place])) else { return nil }
      moved[frame] = next
    }
    return moved
  }

  /// Builds the equations for the steps that bring the linearised residuals of all matches to zero.
  ///
  /// With M = T_f⁻¹ T_m, a step δ_m of the moving frame acts on M as a step of a single transform does, and one of the
  /// fixed frame as a step of M⁻¹ (``TransformFamily``): ``SymmetricResidual`` of both directions has all Jacobians.
  func normalEquations(
    at transforms: [Matrix3?], _ errors: [[Double]], _ loss: some RobustLoss
  ) -> BlockEquations {
    var equations = BlockEquations(pattern)
    for (link, errors) in zip(links, errors) {
      guard let between = problem.between(link, transforms) else { continue }
      var sums = LinkEquations()
      for index in link.pairs.indices {
        let weight = loss.weight(errors[index])
        guard weight > 0 else { continue }
        let (p, q) = (link.pairs.moving(index), link.pairs.fixed(index))
        let moving = SymmetricResidual<Family>(of: between, moving: p, fixed: q)
        let fixed = SymmetricResidual<Family>(of: TwoWayTransform(inverseOf: between), moving: q, fixed: p)
        sums.add(moving.forwardX, fixed.backwardX, residual: moving.forward.x, weight: weight)
        sums.add(moving.forwardY, fixed.backwardY, residual: moving.forward.y, weight: weight)
        sums.add(moving.backwardX, fixed.forwardX, residual: moving.backward.x, weight: weight)
        sums.add(moving.backwardY, fixed.forwardY, residual: moving.backward.y, weight: weight)
      }
      equations.add(sums, place[link.moving], place[link.fixed])
    }
    return equations
  }
}
