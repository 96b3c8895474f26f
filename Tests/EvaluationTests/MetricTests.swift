import Superpose
import SuperposeEvaluation
import SuperposeGeometry
import Testing

@Suite struct MetricTests {
  /// For the errors 1, 2 and infinity up to 4, the curve is 0 until 1, 1/3 until 2 and 2/3 until 4, so that its area is
  /// (1 · 1/3 + 2 · 2/3) / 4 = 5/12.
  @Test func areaIsTheExactIntegral() {
    let errors = [2, 1, Double.infinity]
    #expect(abs(CumulativeErrors.area(of: errors, upTo: 4) - 5.0 / 12) < 1e-12)
    #expect(CumulativeErrors.area(of: errors, upTo: 1) == 0)
    #expect(CumulativeErrors.area(of: [0], upTo: 1) == 1)
    #expect(CumulativeErrors.area(of: [.nan], upTo: 1) == 0)
    #expect(CumulativeErrors.area(of: [], upTo: 1) == 0)
  }

  @Test func curveRisesAtEachErrorAndEndsAtTheThreshold() {
    let curve = CumulativeErrors.curve(of: [2, 1, .infinity], upTo: 4)
    #expect(curve.map(\.error) == [0, 1, 1, 2, 2, 4])
    let third = 1.0 / 3
    #expect(curve.map(\.share) == [0, 0, third, third, 2 * third, 2 * third])
    // The drawn curve has the area that is printed.
    var area = 0.0
    for (from, to) in zip(curve, curve.dropFirst()) { area += (to.error - from.error) * from.share }
    #expect(abs(area / 4 - CumulativeErrors.area(of: [2, 1, .infinity], upTo: 4)) < 1e-12)
  }

  private let size = ImageSize(width: 100, height: 100)
  /// A shift by 50 pixels to the right, so that the second image shows the left half of the first.
  private let truth = Homography.translation(x: 50, y: 0)

  @Test func repeatabilityCountsOnlyWhatBothImagesShow() throws {
    // (60, 10) leaves the second image. (10, 10) has a partner at 1 px, and (20, 50) one at exactly 3 px, which is too
    // far.
    let first = [Point(x: 60, y: 10), Point(x: 10, y: 10), Point(x: 20, y: 50)]
    // (10, 90) comes from outside the first image.
    let second = [Point(x: 61, y: 10), Point(x: 70, y: 53), Point(x: 10, y: 90)]
    let agreement = KeypointAgreement(first, second, sizes: (size, size), truth: truth, radiusPixels: 3)
    // Two keypoints of each image are visible in the other, and one of each has a partner.
    #expect(agreement.repeatability == 0.5)
    #expect(agreement.localizationErrorPixels == 1)
    #expect(agreement.correspondences == [-1, 0, -1])
  }

  @Test func correspondencesAreMutual() {
    // Both keypoints of the first image are near (60, 10), the second one nearer.
    let first = [Point(x: 8, y: 10), Point(x: 11, y: 10)]
    let agreement = KeypointAgreement(
      first, [Point(x: 60, y: 10)], sizes: (size, size), truth: truth, radiusPixels: 3)
    #expect(agreement.correspondences == [-1, 0])
    #expect(agreement.repeatability == 1)
    #expect(abs((agreement.localizationErrorPixels ?? 0) - 4.0 / 3) < 1e-12)
  }

  /// (50, 10) is mapped to (100, 10), half a pixel outside. The keypoint at (99, 10) is near it and visible in the
  /// first image.
  @Test func pointsJustOutsideDoNotCount() {
    let agreement = KeypointAgreement(
      [Point(x: 50, y: 10)], [Point(x: 99, y: 10)], sizes: (size, size), truth: truth, radiusPixels: 3)
    #expect(agreement.repeatability == 1)
    let shifted = KeypointAgreement(
      [Point(x: 50, y: 10), Point(x: 10, y: 10)], [Point(x: 99, y: 10)], sizes: (size, size), truth: truth,
      radiusPixels: 3)
    #expect(shifted.repeatability == 0.5)
  }

  @Test func nothingShownIsNoRepeatability() {
    let agreement = KeypointAgreement([], [], sizes: (size, size), truth: truth, radiusPixels: 3)
    #expect(agreement.repeatability == nil)
    #expect(agreement.localizationErrorPixels == nil)
  }

  @Test func whatLiesBehindTheHorizonCorrespondsToNothing() {
    // The depth is 1 - x/50: positive left of 50, where the image's centre (49.5) lies.
    let folding = Homography(rows: [[1, 0, 0], [0, 1, 0], [-1.0 / 50, 0, 1]])
    let behind = Point(x: 75, y: 10)
    let agreement = KeypointAgreement(
      [behind], [folding(behind)], sizes: (size, size), truth: folding, radiusPixels: 3)
    #expect(agreement.correspondences == [-1])
  }

  @Test func precisionAndRecall() {
    let seen = [Point(x: 10, y: 10), Point(x: 20, y: 20), Point(x: 30, y: 30), Point(x: 40, y: 40)]
    // The last two keypoints of the first image have no partner.
    let first = seen + [Point(x: 10, y: 70), Point(x: 80, y: 80)]
    let second = seen.map { truth($0) } + [Point(x: 61.5, y: 10)]
    let agreement = KeypointAgreement(first, second, sizes: (size, size), truth: truth, radiusPixels: 3)
    // One match is a true correspondence, one is near but not it, and one is wrong; two correspondences are missing.
    let matches = MatchAgreement(
      [(0, 4), (1, 1), (2, 3)], keypoints0: first, keypoints1: second, truth: truth, agreement: agreement,
      radiusPixels: 3)
    #expect(matches.predicted == 3)
    #expect(matches.precision == 2.0 / 3)
    #expect(matches.assignmentPrecision == 1.0 / 3)
    #expect(matches.recall == 1.0 / 4)
  }

  @Test func intervalHoldsTheMeanAndShrinksWithTheCount() throws {
    let few = try #require(Interval(of: [0, 1, 0, 1], seed: 1))
    let many = try #require(Interval(of: (0..<400).map { Double($0 % 2) }, seed: 1))
    #expect(few.mean == 0.5 && many.mean == 0.5)
    // The standard error of a share of one half over 400 is 0.025.
    let width = many.high - many.low
    #expect(width > 0.08 && width < 0.12)
    #expect(few.high - few.low > 0.5)
    #expect(Interval(of: [0, 1, 0, 1], seed: 1) == few)
    #expect(Interval(of: [], seed: 1) == nil)
  }
}
