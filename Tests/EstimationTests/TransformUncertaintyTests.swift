import SuperposeGeometry
import Testing

@testable import SuperposeEstimation

/// Estimates from many draws of the noise scatter as much as each of them predicts.
@Test(arguments: [TransformModel.homography, .affine, .similarity, .euclidean, .translation])
func theScatterOfEstimatesIsForetold(_ model: TransformModel) throws {
  let clean = SyntheticMatches(model, count: 60)
  let corner = Point(x: 639, y: 0)
  var (squares, foretold, draws) = (0.0, 0.0, 0)
  for seed in 0..<150 {
    var generator = SplitMix64(seed: UInt64(seed))
    let noisy = clean.correspondences.map { match in
      var match = match
      match.fixed = match.fixed + Point(x: normal(&generator), y: normal(&generator)) * 0.5
      return match
    }
    // Every error is far below the tolerance, so that this is plain least squares, to which the covariance belongs.
    let estimate = try #require(
      estimateTransform(noisy, options: EstimationOptions(model: model, estimator: .ransac, maxErrorPixels: 20)))
    let distance = estimate.fixedFromMoving(corner).distance(to: clean.truth(corner))
    squares += distance * distance
    foretold += try #require(estimate.uncertainty).deviationPixels(at: corner)
    draws += 1
  }
  let scatter = (squares / Double(draws)).squareRoot()
  #expect(abs(foretold / Double(draws) / scatter - 1) < 0.25, "foretold \(foretold / Double(draws)), found \(scatter)")
}

@Test func uncertaintyGrowsAwayFromTheMatchesAndIsInfiniteBeyondTheHorizon() throws {
  let truth = Homography(rows: [[1, 0, 0], [0, 1, 0], [-1.2e-3, 0, 1]])
  var generator = SplitMix64(seed: 3)
  let matches = (0..<80).map { _ in
    let moving = Point(x: .random(in: 0...200, using: &generator), y: .random(in: 0...200, using: &generator))
    let jitter = Point(x: normal(&generator), y: normal(&generator)) * 0.3
    return Correspondence(moving: moving, fixed: truth(moving) + jitter)
  }
  let uncertainty = try #require(estimateTransform(matches)?.uncertainty)
  let (near, far) = (Point(x: 100, y: 100), Point(x: 500, y: 100))
  #expect(uncertainty.deviationPixels(at: near) < 0.3)
  #expect(uncertainty.deviationPixels(at: far) > 10 * uncertainty.deviationPixels(at: near))
  #expect(uncertainty.deviationPixels(at: Point(x: 5000, y: 100)) == .infinity)
}

@Test func aMinimalSampleLeavesNothingToTellTheNoiseBy() throws {
  let corners = SyntheticMatches.size.cornerPixels
  let matches = corners.map { Correspondence(moving: $0, fixed: $0) }
  #expect(try #require(estimateTransform(matches)).uncertainty == nil)
}
