import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

private let example = Matrix3(a: 1.1, b: 0.2, c: -0.3, d: -0.15, e: 0.9, f: 0.2, g: 0.08, h: -0.12, i: 1)
private let points: [SIMD2<Double>] = [SIMD2(0.3, -0.7), SIMD2(-1.1, 0.4), SIMD2(0.9, 1.2), SIMD2(-0.2, -1.4)]

@Suite struct TransformFamilyTests {
  /// Compares the derivatives in both directions, for every parameter, with central differences of the step itself.
  private func checkJacobian<Family: TransformFamily>(_: Family.Type) throws {
    let transform = try #require(TwoWayTransform(example))
    let (moving, fixed) = (points[0], points[1])
    let rows = SymmetricResidual<Family>(of: transform, moving: moving, fixed: fixed)
    for parameter in 0..<8 {
      let plus = try residual(Family.self, after: 1e-6, of: parameter, moving, fixed)
      let minus = try residual(Family.self, after: -1e-6, of: parameter, moving, fixed)
      let difference = (plus - minus) / 2e-6
      let exact = SIMD4(
        rows.forwardX[parameter], rows.forwardY[parameter], rows.backwardX[parameter], rows.backwardY[parameter])
      #expect((difference - exact).max() < 1e-8 && (exact - difference).max() < 1e-8, "\(Family.model), \(parameter)")
      #expect((exact != .zero) == (parameter < Family.model.degreesOfFreedom), "\(Family.model), \(parameter)")
    }
  }

  private func residual<Family: TransformFamily>(
    _: Family.Type, after step: Double, of parameter: Int, _ moving: SIMD2<Double>, _ fixed: SIMD2<Double>
  ) throws -> SIMD4<Double> {
    var steps = SIMD8<Double>.zero
    steps[parameter] = step
    let moved = try #require(TwoWayTransform(example * Family.increment(steps)))
    let rows = SymmetricResidual<Family>(of: moved, moving: moving, fixed: fixed)
    return SIMD4(lowHalf: rows.forward, highHalf: rows.backward)
  }

  @Test func jacobiansMatchFiniteDifferences() throws {
    try checkJacobian(HomographyFamily.self)
    try checkJacobian(AffineFamily.self)
    try checkJacobian(SimilarityFamily.self)
    try checkJacobian(EuclideanFamily.self)
    try checkJacobian(TranslationFamily.self)
  }

  @Test func residualVanishesAtTheTruth() throws {
    let transform = try #require(TwoWayTransform(example))
    for p in points {
      let rows = SymmetricResidual<HomographyFamily>(of: transform, moving: p, fixed: example(p))
      #expect(dot(rows.forward, rows.forward) < 1e-28)
      #expect(dot(rows.backward, rows.backward) < 1e-28)
    }
  }

  private func checkMinimal<Family: TransformFamily>(_: Family.Type, _ truth: Matrix3) throws {
    let sample = Array(points.prefix(Family.model.sampleSize))
    let found = try #require(Family.through(sample, sample.map { truth($0) }))
    for p in points {
      let difference = found(p) - truth(p)
      #expect(dot(difference, difference) < 1e-24, "\(Family.model)")
    }
  }

  @Test func minimalSolversGiveTheTruth() throws {
    try checkMinimal(HomographyFamily.self, example)
    try checkMinimal(AffineFamily.self, .affine(1.2, 0.3, -0.4, -0.1, 0.8, 0.5))
    try checkMinimal(SimilarityFamily.self, .affine(1.2, -0.5, 0.1, 0.5, 1.2, 0.3))
    try checkMinimal(EuclideanFamily.self, .affine(0.8, -0.6, 0.1, 0.6, 0.8, 0.3))
    try checkMinimal(TranslationFamily.self, .affine(1, 0, 0.4, 0, 1, -0.2))
  }

  @Test func crossedSampleIsRefused() {
    let square: [SIMD2<Double>] = [SIMD2(0, 0), SIMD2(1, 0), SIMD2(1, 1), SIMD2(0, 1)]
    let crossed = [square[0], square[2], square[1], square[3]]
    #expect(HomographyFamily.through(square, crossed) == nil)
    #expect(HomographyFamily.through(square, square.reversed()) != nil)
  }
}
