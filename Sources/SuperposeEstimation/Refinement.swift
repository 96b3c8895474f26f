import SuperposeGeometry

/// Minimises a robust loss of the symmetric transfer error from a start (Levenberg and Marquardt, with the weights of
/// iteratively reweighted least squares).
struct Refinement<Family: TransformFamily, Loss: RobustLoss> {
  let pairs: PointPairs
  let loss: Loss

  private static var firstDamping: Double { 1e-4 }
  private static var largestDamping: Double { 1e6 }
  /// A step that lowers the cost by less than this fraction is the last.
  private static var smallestGain: Double { 1e-8 }

  /// Returns the refined transform, whose loss is not above that of the start.
  func refined(_ start: TwoWayTransform, iterations: Int) -> TwoWayTransform {
    var best = start
    var errors = pairs.squaredErrors(of: start)
    var cost = total(errors)
    var damping = Self.firstDamping
    for _ in 0..<iterations where damping <= Self.largestDamping {
      guard let next = step(from: best, errors, damping) else { break }
      let nextErrors = pairs.squaredErrors(of: next)
      let nextCost = total(nextErrors)
      guard nextCost < cost else {
        damping *= 10
        continue
      }
      let gain = cost - nextCost
      (best, errors, cost) = (next, nextErrors, nextCost)
      damping /= 10
      if gain < Self.smallestGain * cost { break }
    }
    return best
  }

  private func total(_ errors: [Double]) -> Double { errors.reduce(0) { $0 + loss.cost($1) } }

  private func step(from current: TwoWayTransform, _ errors: [Double], _ damping: Double) -> TwoWayTransform? {
    let equations = normalEquations(at: current, errors)
    guard let step = equations.solution(unknowns: Family.model.degreesOfFreedom, damping: damping) else { return nil }
    return TwoWayTransform(current.fixedFromMoving * Family.increment(step))
  }

  /// Builds the equations for the step δ that brings the linearised residuals of every pair, in both directions, to
  /// zero.
  func normalEquations(at current: TwoWayTransform, _ errors: [Double]) -> NormalEquations {
    var equations = NormalEquations()
    for i in 0..<pairs.count {
      let weight = loss.weight(errors[i])
      guard weight > 0 else { continue }
      let rows = SymmetricResidual<Family>(of: current, moving: pairs.moving(i), fixed: pairs.fixed(i))
      equations.add(rows.forwardX, residual: -rows.forward.x, weight: weight)
      equations.add(rows.forwardY, residual: -rows.forward.y, weight: weight)
      equations.add(rows.backwardX, residual: -rows.backward.x, weight: weight)
      equations.add(rows.backwardY, residual: -rows.backward.y, weight: weight)
    }
    return equations
  }
}

/// A pair's residuals in both images and their derivatives by a step of the family (see ``TransformFamily``).
struct SymmetricResidual<Family: TransformFamily> {
  let forward: SIMD2<Double>
  let backward: SIMD2<Double>
  let forwardX, forwardY, backwardX, backwardY: SIMD8<Double>

  @inline(__always)
  init(of transform: TwoWayTransform, moving: SIMD2<Double>, fixed: SIMD2<Double>) {
    let m = transform.fixedFromMoving
    let mapped = m(moving)
    let mappedBack = transform.movingFromFixed(fixed)
    forward = mapped - fixed
    backward = mappedBack - moving
    let at = Family.displacement(at: moving)
    let perDepth = 1 / m.depth(moving)
    forwardX = (at.x * (m.a - mapped.x * m.g) + at.y * (m.b - mapped.x * m.h)) * perDepth
    forwardY = (at.x * (m.d - mapped.y * m.g) + at.y * (m.e - mapped.y * m.h)) * perDepth
    let atBack = Family.displacement(at: mappedBack)
    backwardX = -atBack.x
    backwardY = -atBack.y
  }
}
