import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

@Suite struct JointEstimateTests {
  @Test(arguments: TransformModel.allCases.filter { $0 != .local })
  func exactMatchesGiveTheTruth(_ model: TransformModel) {
    let series = JointSeries(model)
    let estimate = estimateJointly(series.frames, links: series.links, reference: 0, model: model)
    #expect(series.errors(estimate.referenceFromFrame).allSatisfy { $0 < 1e-6 })
    #expect(series.errors(series.chain).last! > 0.5)
    #expect(estimate.noise < 1e-6)
    #expect(estimate.isUsed.allSatisfy { $0 })
  }

  /// Frames of other resolutions and another reference.
  @Test func everyFrameMayBeTheReference() {
    let series = JointSeries(.homography)
    let frames = series.frames.enumerated().map { JointFrame(size: $1.size, scale: $0 % 2 == 0 ? 1 : 0.5) }
    let estimate = estimateJointly(frames, links: series.links, reference: 5)
    let expected = series.truth.map { series.truth[5].inverse! * $0 }
    for (found, expected) in zip(estimate.referenceFromFrame, expected) {
      #expect(found!.cornerError(from: expected, over: JointSeries.size) < 1e-6)
    }
    #expect(estimate.referenceFromFrame[5] == .identity)
  }

  /// Loops bound the error that a chain adds up, and outliers do not pull.
  @Test(arguments: [TransformModel.homography, .affine, .similarity])
  func noiseAndOutliersStaySmall(_ model: TransformModel) {
    let series = JointSeries(model, noise: 0.5, outliers: 0.15)
    let estimate = estimateJointly(series.frames, links: series.links, reference: 0, model: model)
    #expect(series.errors(estimate.referenceFromFrame).max()! < 1)
    #expect((0.3...0.8).contains(estimate.noise))
  }

  /// The matches of two frames agree on something wrong, as two like windows of a house do.
  @Test func aLinkThatContradictsTheOthersIsLeftOut() {
    var series = JointSeries(.homography, noise: 0.3)
    let wrong = Homography.translation(x: 60, y: -25)
    let index = series.links.count - 1
    series.links[index].correspondences = series.links[index].correspondences.map {
      Correspondence(moving: $0.moving, fixed: wrong($0.fixed))
    }
    series.links[index].fixedFromMoving = wrong * series.links[index].fixedFromMoving
    let estimate = estimateJointly(series.frames, links: series.links, reference: 0)
    #expect(estimate.isUsed == series.links.indices.map { $0 != index })
    #expect(series.errors(estimate.referenceFromFrame).max()! < 0.6)
    #expect(estimate.linkErrors[index]! > 30)
  }

  /// Without its only link a frame would have no transform at all.
  @Test func aFrameWithOneLinkKeepsIt() {
    let series = JointSeries(.homography, count: 3, loops: [])
    let estimate = estimateJointly(series.frames, links: series.links, reference: 0)
    #expect(estimate.isUsed == [true, true])
    #expect(estimate.referenceFromFrame.allSatisfy { $0 != nil })
  }

  @Test func framesWithoutALinkHaveNoTransform() {
    var series = JointSeries(.homography, count: 6, loops: [])
    series.links.remove(at: 2)
    let estimate = estimateJointly(series.frames, links: series.links, reference: 0)
    #expect(estimate.referenceFromFrame.map { $0 != nil } == [true, true, true, false, false, false])
    #expect(estimate.linkErrors.map { $0 != nil } == [true, true, false, false])
    let none = estimateJointly(series.frames, links: [], reference: 3)
    #expect(none.referenceFromFrame.map { $0 != nil } == [false, false, false, true, false, false])
  }

  /// The derivative of the cost by every unknown of every frame, by central differences.
  @Test(arguments: TransformModel.allCases.filter { $0 != .local })
  func theGradientIsThatOfFiniteDifferences(_ model: TransformModel) {
    switch model {
    case .homography, .local: checkGradient(HomographyFamily.self)
    case .affine: checkGradient(AffineFamily.self)
    case .similarity: checkGradient(SimilarityFamily.self)
    case .euclidean: checkGradient(EuclideanFamily.self)
    case .translation: checkGradient(TranslationFamily.self)
    }
  }

  private func checkGradient<Family: TransformFamily>(_ family: Family.Type) {
    let series = JointSeries(Family.model, count: 4, loops: [(0, 3), (1, 3)], noise: 2)
    let problem = JointProblem<Family>(series.frames, series.links, reference: 0, tolerance: 3)
    let solver = JointSolver(problem, problem.links, reference: 0, frameCount: 4)
    let unitsFromPixels = Homography.scale(x: 1.0 / 320, y: 1.0 / 320) * .translation(x: -319.5, y: -239.5)
    let transforms: [Matrix3?] = series.truth.map {
      JointProblem<Family>.facing(Family.nearest((unitsFromPixels * $0 * unitsFromPixels.inverse!).matrix))
    }
    func cost(_ step: [SIMD8<Double>]) -> Double {
      solver.squaredErrors(solver.moved(transforms, by: step)!).reduce(0) { $0 + $1.reduce(0, +) }
    }
    let squares = TruncatedSquares(squaredTolerance: 1e9)
    let equations = solver.normalEquations(at: transforms, solver.squaredErrors(transforms), squares)
    let pattern = BlockPattern(count: 3, edges: [(0, 1), (1, 2), (0, 2)])
    for place in 0..<3 {
      for unknown in 0..<Family.model.degreesOfFreedom {
        var (forth, back) = ([SIMD8<Double>](repeating: .zero, count: 3), [SIMD8<Double>](repeating: .zero, count: 3))
        forth[place][unknown] = 1e-6
        back[place][unknown] = -1e-6
        let difference = (cost(forth) - cost(back)) / 2e-6
        let exact = -equations.gradient[pattern.position[place]][unknown]
        #expect(abs(difference - exact) < 1e-5 * max(1, abs(exact)), "place \(place), unknown \(unknown)")
      }
    }
  }
}
