import Foundation
import SuperposeEstimation
import SuperposeGeometry
import SuperposeMatching
import Testing

@testable import Superpose

private let movingSize = ImageSize(width: 800, height: 600)
private let fixedSize = ImageSize(width: 640, height: 480)

@Test(arguments: [ResizePolicy.none, .longSide(320), .exact(ImageSize(width: 300, height: 500))])
func theTransformIsInOriginalPixelsWhateverTheNetworksSaw(_ resize: ResizePolicy) throws {
  let truth = Homography(rows: [[0.7, 0.1, 12], [-0.08, 0.75, 30], [2e-5, -1e-5, 1]])
  let matches = matchResult(
    gridPairs(truth, over: movingSize), movingSize: movingSize, fixedSize: fixedSize, resize: resize)
  let estimate = try #require(TransformEstimate(matches.points, options: EstimationOptions()))
  #expect(estimate.fixedFromMoving.cornerError(from: truth, over: movingSize) < 1e-4)
  #expect(estimate.inliers.allSatisfy { $0 })
}

/// Stretching one image turns a similarity into something else, so that it must be estimated in original proportions.
@Test(arguments: [TransformModel.similarity, .euclidean, .translation])
func narrowModelsSurviveStretchedPictures(_ model: TransformModel) throws {
  let angle = model == .translation ? 0 : 0.3
  let scale = model == .similarity ? 0.8 : 1
  let (c, s) = (scale * cos(angle), scale * sin(angle))
  let truth = Homography(rows: [[c, -s, 40], [s, c, -25], [0, 0, 1]])
  let matches = matchResult(
    gridPairs(truth, over: movingSize), movingSize: movingSize, fixedSize: fixedSize,
    resize: .exact(ImageSize(width: 300, height: 500)))
  let estimate = try #require(
    TransformEstimate(matches.points, options: EstimationOptions(model: model)))
  #expect(estimate.fixedFromMoving.cornerError(from: truth, over: movingSize) < 1e-4)
}

@Test(arguments: 0..<4)
func tooFewMatchesDetermineNothing(_ count: Int) {
  let matches = matchResult(Array(gridPairs(.identity, over: movingSize).prefix(count)))
  #expect(TransformEstimate(matches.points, options: EstimationOptions()) == nil)
}

@Test func aReportWithoutTransformSaysWhy() {
  let empty = matchResult([])
  let report = report(empty, estimate: nil)
  #expect(report.verdict == .failed)
  #expect(report.reasons == ["no keypoints in the moving image"])
  #expect(report.fixedFromMoving == nil && report.movingFromFixed == nil)
}

@Test func aReportIsInOriginalPixels() throws {
  let truth = Homography.translation(x: 64, y: 0)
  let matches = matchResult(gridPairs(truth, over: fixedSize), resize: .longSide(320))
  let estimate = TransformEstimate(matches.points, options: EstimationOptions())
  let report = report(matches, estimate: estimate)
  #expect(report.verdict == .registered)
  #expect(report.statistics.inlierCount == 48 && report.statistics.inlierRatio == 1)
  #expect(abs(report.statistics.overlapFraction - 0.9) < 1e-6)
  #expect(abs(report.statistics.maxErrorOriginalPixels - 6) < 1e-9)
  #expect(try #require(report.statistics.meanErrorPixels) < 1e-6)
  #expect(report.matches[0].moving.distance(to: Point(x: 40, y: 40)) < 1e-9)
}

private func report(_ matches: MatchResult, estimate: TransformEstimate?) -> RegistrationReport {
  RegistrationReport(
    matches, JudgedTransform(matches, estimate), timings: Timings(), configuration: .init(), weights: [:])
}
