import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

/// Input that determines no transform gives nil: never an identity, never NaN, never a crash.
@Suite struct DegenerateInputTests {
  private func estimates(_ correspondences: [Correspondence]) -> [TransformModel: [Estimate?]] {
    var estimates: [TransformModel: [Estimate?]] = [:]
    for (model, estimator) in EstimateTransformTests.combinations {
      let options = EstimationOptions(model: model, estimator: estimator, maxIterations: 100)
      estimates[model, default: []].append(estimateTransform(correspondences, options: options))
    }
    return estimates
  }

  private func moved(_ points: [Point]) -> [Correspondence] {
    points.map { Correspondence(moving: $0, fixed: $0 + Point(x: 5, y: -7)) }
  }

  @Test(arguments: 0...4)
  func fewPoints(_ count: Int) {
    let corners = Array(SyntheticMatches.size.cornerPixels.prefix(count))
    for (model, estimates) in estimates(moved(corners)) {
      for estimate in estimates {
        #expect((estimate != nil) == (count >= model.sampleSize), "\(model), \(count) points")
        guard let estimate else { continue }
        #expect(
          estimate.fixedFromMoving.cornerError(from: .translation(x: 5, y: -7), over: SyntheticMatches.size) < 1e-9)
      }
    }
  }

  @Test func oneSpotFixesATranslationOnly() {
    let spot = [Point](repeating: Point(x: 12, y: 34), count: 20)
    for (model, estimates) in estimates(moved(spot)) {
      for estimate in estimates { #expect((estimate != nil) == (model == .translation), "\(model)") }
    }
  }

  /// The points are exact, or stray by half a pixel as keypoints do.
  @Test(arguments: [0, 0.5])
  func oneLineFixesNoAffineTransform(_ stray: Double) {
    var generator = SplitMix64(seed: seed(from: #function))
    let line = (0..<60).map { i in
      Point(x: Double(i) * 10, y: Double(i) * 4 + .random(in: -stray...stray, using: &generator))
    }
    for (model, estimates) in estimates(moved(line)) {
      for estimate in estimates { #expect((estimate != nil) == (model.sampleSize < 3), "\(model)") }
    }
  }

  @Test func allMovingPointsOntoOneFixed() {
    var generator = SplitMix64(seed: seed(from: #function))
    let collapsed = (0..<30).map { _ in
      Correspondence(moving: randomPoint(&generator), fixed: Point(x: 100, y: 100))
    }
    for (model, estimates) in estimates(collapsed)
    where model == .homography || model == .affine || model == .similarity {
      for estimate in estimates { #expect(estimate == nil, "\(model)") }
    }
  }

  @Test(arguments: [
    Double.leastNonzeroMagnitude, 1e-200, 1e12, 1e100, 1e150, 1e152, 1e153, 1e200, Double.greatestFiniteMagnitude,
  ])
  func hugeCoordinates(_ factor: Double) {
    let matches = SyntheticMatches(.homography, count: 60, outlierRatio: 0.5).correspondences.map {
      Correspondence(moving: $0.moving * factor, fixed: $0.fixed * factor, confidence: $0.confidence)
    }
    for estimate in estimates(matches).values.joined() {
      #expect(estimate?.fixedFromMoving.isFinite ?? true)
    }
  }

  @Test(arguments: [Double.leastNonzeroMagnitude, 1e-200, 1e200, .greatestFiniteMagnitude])
  func extremeTolerances(_ maxErrorPixels: Double) {
    let matches = SyntheticMatches(.homography)
    for estimator in EstimatorKind.allCases {
      let options = EstimationOptions(estimator: estimator, maxErrorPixels: maxErrorPixels, maxIterations: 50)
      let estimate = estimateTransform(matches.correspondences, options: options)
      #expect(estimate.map(matches.cornerError) ?? 0 < 1e-7)
    }
  }

  @Test func pointsThatAreNotFiniteAreOutliers() throws {
    var matches = SyntheticMatches(.homography)
    matches.correspondences[3].moving.x = .nan
    matches.correspondences[5].fixed.y = .infinity
    matches.correspondences[8].confidence = .nan
    let estimate = try #require(estimateTransform(matches.correspondences))
    #expect(matches.cornerError(estimate) < 1e-7)
    #expect(estimate.inliers.indices.filter { !estimate.inliers[$0] } == [3, 5])
    #expect(estimate.errorsPixels[3] == .infinity)
  }

  @Test func oneWildPointDoesNotSpoilTheRest() throws {
    var matches = SyntheticMatches(.homography)
    matches.correspondences[0].moving = Point(x: 1e12, y: -1e12)
    let estimate = try #require(estimateTransform(matches.correspondences))
    #expect(matches.cornerError(estimate) < 1e-7)
    #expect(!estimate.inliers[0])
  }
}
