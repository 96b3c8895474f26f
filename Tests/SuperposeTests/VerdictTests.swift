import SuperposeEstimation
import SuperposeGeometry
import Testing

@testable import Superpose

private let size = ImageSize(width: 640, height: 480)
private let gentle = Homography(rows: [[0.9, 0.1, 30], [-0.1, 0.95, 20], [1e-5, -2e-5, 1]])

private func verdict(
  _ transform: Homography, inliers: [Point]? = nil, matchCount: Int? = nil
) -> (Verdict, reasons: [String]) {
  let points = inliers ?? gridPairs(transform, over: size).map(\.1)
  return Evidence(
    fixedFromMoving: transform, movingSize: size, fixedSize: size, matchCount: matchCount ?? points.count,
    inliers: points
  ).verdict()
}

@Test func manyWellSpreadInliersAreRegistered() {
  let (verdict, reasons) = verdict(gentle)
  #expect(verdict == .registered)
  #expect(reasons.isEmpty)
}

@Test func fewInliersFail() {
  let few = Array(gridPairs(gentle, over: size).map(\.1).prefix(9))
  #expect(verdict(gentle, inliers: few) == (.failed, ["only 9 matches agree on a transform; at least 10 must"]))
}

@Test func notManyInliersAreDoubtful() {
  let some = gridPairs(gentle, over: size).map(\.1).enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
  let (verdict, reasons) = verdict(gentle, inliers: some)
  #expect(verdict == .doubtful)
  #expect(reasons == ["only 12 matches agree on the transform; 24 would be convincing"])
}

@Test func aSmallShareOfInliersIsDoubtful() {
  let (verdict, reasons) = verdict(gentle, matchCount: 600)
  #expect(verdict == .doubtful)
  #expect(reasons == ["only 8 % of the matches agree on the transform"])
}

@Test func anOverlapThatIsNotWellPlacedIsDoubtful() {
  let points = gridPairs(gentle, over: size).map(\.1)
  func verdict(_ deviation: Double) -> Verdict {
    Evidence(
      fixedFromMoving: gentle, movingSize: size, fixedSize: size, matchCount: points.count, inliers: points,
      overlapDeviation: deviation
    ).verdict().0
  }
  #expect(verdict(0.5 * Evidence.largestDeviation) == .registered)
  #expect(verdict(1.5 * Evidence.largestDeviation) == .doubtful)
  #expect(verdict(.infinity) == .doubtful)
}

/// What lies away from the matches is asked where it is most of what both pictures show, and not where it is the rest.
@Test func contentThatDoesNotFitIsDoubtfulWhereItIsMuch() {
  let points = gridPairs(gentle, over: size).map(\.1)
  func verdict(share: Double, correlation: Double) -> Verdict {
    var evidence = Evidence(
      fixedFromMoving: gentle, movingSize: size, fixedSize: size, matchCount: points.count, inliers: points)
    evidence.content = ContentAgreement(squareCount: 180, share: share, correlation: correlation)
    return evidence.verdict().0
  }
  #expect(verdict(share: 0.44, correlation: 0.18) == .doubtful)
  #expect(verdict(share: 0.28, correlation: 0.15) == .registered)
  #expect(verdict(share: 0.44, correlation: 0.42) == .registered)
}

@Test func inliersInOneCornerAreDoubtful() {
  let corner = (0..<40).map { Point(x: 100 + Double($0 % 8) * 5, y: 100 + Double($0 / 8) * 5) }
  let (verdict, reasons) = verdict(gentle, inliers: corner)
  #expect(verdict == .doubtful)
  #expect(reasons.count == 1 && reasons[0].hasPrefix("the matches that agree cover only 0.3 %"))
}

@Test(arguments: [
  ([[-1, 0, 640], [0, 1, 0], [0, 0, 1]], "the transform mirrors or folds the moving image"),
  ([[1, 0, 0], [0, 1, 0], [-0.004, 0, 1]], "the transform folds the moving image over its horizon"),
  ([[0.05, 0, 300], [0, 0.05, 200], [0, 0, 1]], "the transform changes areas by a factor of 0.003"),
  ([[1, 0, 5000], [0, 1, 0], [0, 0, 1]], "the images do not overlap under the transform"),
  (
    [[30, 0, 0], [0, 30, 0], [0.04, 0, 1]],
    "the transform's perspective is extreme: areas differ by a factor of 19952 between corners"
  ),
])
func absurdTransformsFail(_ rows: [[Double]], _ reason: String) {
  let transform = Homography(rows: rows)
  let (verdict, reasons) = verdict(transform, inliers: gridPairs(.identity, over: size).map(\.1))
  #expect(verdict == .failed)
  #expect(reasons == [reason])
}

/// One corner lies just before the horizon, where the ratio of areas is beyond what an integer holds.
@Test func areasBeyondIntegersAreToldInFewDigits() {
  let transform = Homography(rows: [[1, 0, 0], [0, 1, 0], [1 / 640, 1 / 480, 1e-7 + (1 / 640 + 1 / 480) / 2]])
  let (verdict, reasons) = verdict(transform, inliers: gridPairs(.identity, over: size).map(\.1))
  #expect(verdict == .failed)
  #expect(reasons.last?.hasSuffix("areas differ by a factor of 8.0e+21 between corners") == true, "\(reasons)")
}

@Test(arguments: [
  (0.0, "0 %"), (0.0001, "under 0.1 %"), (0.004, "0.4 %"), (0.006, "1 %"), (0.5, "50 %"), (0.994, "99 %"),
  (1008.0 / 1011, "99.7 %"), (0.9999, "over 99.9 %"),
  (1, "100 %"),
])
func onlyAllIsAHundredPercentAndOnlyNoneIsZero(_ share: Double, _ words: String) {
  #expect("\(Percentage(share))" == words)
}

/// The networks saw both images at a similar size, however large the files are.
@Test(arguments: [true, false]) func aThumbnailIsNoGrowthOfTheScene(_ isMovingLarge: Bool) throws {
  let (large, small) = (ImageSize(width: 12_000, height: 9000), ImageSize(width: 856, height: 642))
  let (moving, fixed) = isMovingLarge ? (large, small) : (small, large)
  let truth = PixelGrid.resize(from: moving, to: fixed)
  for model in [TransformModel.homography, .affine, .similarity] {
    let matches = matchResult(
      gridPairs(truth, over: moving), movingSize: moving, fixedSize: fixed, resize: .longSide(1024))
    let estimate = try #require(TransformEstimate(matches.points, options: EstimationOptions(model: model)))
    #expect(estimate.fixedFromMoving.cornerError(from: truth, over: moving) < 1e-3)
    let judged = JudgedTransform(matches, estimate)
    #expect(judged.verdict == .registered, "\(model): \(judged.reasons)")
  }
}

@Test func turnedByNinetyDegreesIsSane() {
  #expect(verdict(Homography(rows: [[0, -1, 480], [1, 0, 0], [0, 0, 1]])).0 == .registered)
}

@Test(arguments: [0: "0 matches determine no transform", 1: "1 match determines no transform"])
func matchesThatDetermineNothingAreCounted(_ count: Int, _ reason: String) {
  let points = [Point](repeating: Point(x: 1, y: 1), count: count)
  let frame = Frame(original: size, network: size)
  let matches = PointMatches(
    frames: (frame, frame), keypointCounts: (9, 9), correspondences: points.map { .init(moving: $0, fixed: $0) })
  let judged = JudgedTransform(matches, nil) { preconditionFailure("there is no transform") }
  #expect(judged.verdict == .failed)
  #expect(judged.reasons == [reason])
}

/// Two photographs share a corner. The transform holds there, and what it says of the far side does not matter.
@Test func aWellHeldOverlapIsRegisteredWhereverTheFarCornersLie() throws {
  let truth = Homography(rows: [[0.98, 0.05, 420], [-0.04, 1.02, 300], [2e-5, 3e-5, 1]])
  let movingFromFixed = try #require(truth.inverse)
  var random = SplitMix64(seed: 18)
  func noisy(_ p: Point) -> Point {
    Point(x: p.x + random.uniform(in: -1.5...1.5), y: p.y + random.uniform(in: -1.5...1.5))
  }
  // The points cover the overlap, 200 pixels wide and 170 high, and nothing else.
  let pairs = (0..<48).map { index in
    let fixed = Point(x: 435 + Double(index % 8) * 26, y: 315 + Double(index / 8) * 26)
    return (noisy(movingFromFixed(fixed)), noisy(fixed))
  }
  let matches = matchResult(pairs)
  let estimate = try #require(TransformEstimate(matches.points, options: EstimationOptions()))
  let judged = JudgedTransform(matches, estimate)
  let evidence = try #require(judged.evidence)
  #expect(try #require(evidence.cornerDeviation) > Evidence.largestDeviation)
  #expect(judged.verdict == .registered, "\(judged.reasons), \(evidence)")
  let notes = evidence.notes(fixedShortSide: 480)
  #expect(notes.count == 1 && notes[0].hasPrefix("outside the overlap the moving image's corners are placed only to"))
}
