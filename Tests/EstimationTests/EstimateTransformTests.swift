import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

@Suite struct EstimateTransformTests {
  static let combinations = TransformModel.allCases.flatMap { model in EstimatorKind.allCases.map { (model, $0) } }

  @Test(arguments: combinations)
  func exactPointsGiveTheTruth(_ model: TransformModel, _ estimator: EstimatorKind) throws {
    let outlierRatio = estimator == .lmeds ? 0.4 : 0.6
    let matches = SyntheticMatches(model, outlierRatio: outlierRatio)
    let estimate = try #require(
      estimateTransform(matches.correspondences, options: .init(model: model, estimator: estimator)))
    #expect(matches.cornerError(estimate) < 1e-7)
    #expect(zip(estimate.inliers, matches.isInlier).allSatisfy { $0 || !$1 })
    #expect(estimate.inlierCount <= matches.isInlier.count { $0 } + 5)
  }

  /// The corner error of least squares from n points is a few σ·√(p/n); three times that is allowed for robustness.
  @Test(arguments: combinations)
  func noiseIsAveraged(_ model: TransformModel, _ estimator: EstimatorKind) throws {
    let matches = SyntheticMatches(model, count: 400, outlierRatio: 0.4, noise: 0.5)
    let estimate = try #require(
      estimateTransform(matches.correspondences, options: .init(model: model, estimator: estimator)))
    let expected = 0.5 * (Double(model.degreesOfFreedom) / 240).squareRoot()
    #expect(matches.cornerError(estimate) < 6 * expected)
  }

  @Test func noisePassesFromTruthToErrors() throws {
    let matches = SyntheticMatches(.translation, count: 1000, noise: 0.5)
    let estimate = try #require(estimateTransform(matches.correspondences, options: .init(model: .translation)))
    let meanSquare = estimate.errorsPixels.reduce(0) { $0 + $1 * $1 } / 1000
    #expect(abs(meanSquare - 2 * 0.25) < 0.05)
  }

  @Test(arguments: TransformModel.allCases)
  func exchangedImagesGiveTheInverse(_ model: TransformModel) throws {
    let matches = SyntheticMatches(model, outlierRatio: 0.3, noise: 0.5)
    let exchanged = matches.correspondences.map {
      Correspondence(moving: $0.fixed, fixed: $0.moving, confidence: $0.confidence)
    }
    let options = EstimationOptions(model: model)
    let there = try #require(estimateTransform(matches.correspondences, options: options))
    let back = try #require(estimateTransform(exchanged, options: options))
    let inverse = try #require(back.fixedFromMoving.inverse)
    // The symmetric error is the same function of the transform in both directions; only rounding differs.
    #expect(inverse.cornerError(from: there.fixedFromMoving, over: SyntheticMatches.size) < 1e-3)
    #expect(there.inliers == back.inliers)
  }

  @Test(arguments: [1e-3, 1e4])
  func scaledCoordinatesGiveTheScaledTransform(_ factor: Double) throws {
    let matches = SyntheticMatches(.homography, outlierRatio: 0.4, noise: 0.5)
    let scaled = matches.correspondences.map {
      Correspondence(moving: $0.moving * factor, fixed: $0.fixed * factor, confidence: $0.confidence)
    }
    let plain = try #require(estimateTransform(matches.correspondences))
    let other = try #require(estimateTransform(scaled, options: .init(maxErrorPixels: 3 * factor)))
    let unscaled = Homography.scale(x: 1 / factor, y: 1 / factor) * other.fixedFromMoving * .scale(x: factor, y: factor)
    #expect(unscaled.cornerError(from: plain.fixedFromMoving, over: SyntheticMatches.size) < 1e-4)
    #expect(plain.inliers == other.inliers)
  }

  @Test func orderOfTheMatchesDoesNotMatter() throws {
    let matches = SyntheticMatches(.homography, outlierRatio: 0.5, noise: 0.5)
    var generator = SplitMix64(seed: seed(from: #function))
    let order = matches.correspondences.indices.shuffled(using: &generator)
    let plain = try #require(estimateTransform(matches.correspondences))
    let shuffled = try #require(estimateTransform(order.map { matches.correspondences[$0] }))
    #expect(shuffled.fixedFromMoving.cornerError(from: plain.fixedFromMoving, over: SyntheticMatches.size) < 1e-3)
    #expect(shuffled.inliers == order.map { plain.inliers[$0] })
  }

  @Test func repeatedMatchesChangeNothing() throws {
    let matches = SyntheticMatches(.homography, outlierRatio: 0.4, noise: 0.5)
    let plain = try #require(estimateTransform(matches.correspondences))
    let twice = try #require(estimateTransform(matches.correspondences + matches.correspondences))
    #expect(twice.fixedFromMoving.cornerError(from: plain.fixedFromMoving, over: SyntheticMatches.size) < 1e-3)
    #expect(twice.inliers == plain.inliers + plain.inliers)
  }

  @Test(arguments: combinations)
  func equalSeedsGiveEqualEstimates(_ model: TransformModel, _ estimator: EstimatorKind) throws {
    var matches = SyntheticMatches(model, outlierRatio: 0.45, noise: 1)
    // With equal confidences the matches are drawn in the generator's order.
    for i in matches.correspondences.indices { matches.correspondences[i].confidence = 1 }
    let options = EstimationOptions(model: model, estimator: estimator, seed: 7)
    let first = try #require(estimateTransform(matches.correspondences, options: options))
    for _ in 0..<3 { #expect(estimateTransform(matches.correspondences, options: options) == first) }
  }

  @Test func mirroredPicturesAreFound() throws {
    let mirror = Homography(rows: [[-1, 0, 600], [0, 1, 3], [0, 0, 1]])
    let matches = SyntheticMatches(.affine).correspondences.map {
      Correspondence(moving: $0.moving, fixed: mirror($0.moving))
    }
    for model in [TransformModel.homography, .affine] {
      let estimate = try #require(estimateTransform(matches, options: .init(model: model)))
      #expect(estimate.fixedFromMoving.cornerError(from: mirror, over: SyntheticMatches.size) < 1e-7)
    }
  }

  /// The pictures show a road under a sky: the horizon of the true transform runs through the picture, above the true
  /// matches.
  @Test func horizonInThePictureIsNoObstacle() throws {
    let truth = Homography(rows: [[1, 0.2, 30], [0, 1.5, 10], [0, 5e-3, -1]])
    var generator = SplitMix64(seed: seed(from: #function))
    let matches = (0..<300).map { i in
      let road = Point(x: .random(in: 0...639, using: &generator), y: .random(in: 300...479, using: &generator))
      let sky = Point(x: .random(in: 0...639, using: &generator), y: .random(in: 0...190, using: &generator))
      return i < 100
        ? Correspondence(moving: road, fixed: truth(road)) : Correspondence(moving: sky, fixed: randomPoint(&generator))
    }
    let estimate = try #require(estimateTransform(matches))
    #expect(estimate.inliers[..<100].allSatisfy { $0 })
    #expect(matches[..<100].allSatisfy { estimate.fixedFromMoving($0.moving).distance(to: $0.fixed) < 1e-6 })
  }

  @Test func mostTrustedMatchesAreTriedFirst() throws {
    var matches = SyntheticMatches(.homography, count: 500, outlierRatio: 0.9)
    for (i, isInlier) in matches.isInlier.enumerated() { matches.correspondences[i].confidence = isInlier ? 1 : 0.1 }
    let trusted = try #require(estimateTransform(matches.correspondences, options: .init(maxIterations: 50)))
    #expect(matches.cornerError(trusted) < 1e-7)
  }
}
