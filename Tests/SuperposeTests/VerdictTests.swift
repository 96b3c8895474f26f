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

@Test func cornersThatAreNotWellPlacedAreDoubtful() {
  let points = gridPairs(gentle, over: size).map(\.1)
  func verdict(_ deviation: Double) -> Verdict {
    Evidence(
      fixedFromMoving: gentle, movingSize: size, fixedSize: size, matchCount: points.count, inliers: points,
      cornerDeviation: deviation
    ).verdict().0
  }
  #expect(verdict(0.5 * Evidence.largestCornerDeviation) == .registered)
  #expect(verdict(1.5 * Evidence.largestCornerDeviation) == .doubtful)
  #expect(verdict(.infinity) == .doubtful)
}

@Test func inliersInOneCornerAreDoubtful() {
  let corner = (0..<40).map { Point(x: 100 + Double($0 % 8) * 5, y: 100 + Double($0 / 8) * 5) }
  let (verdict, reasons) = verdict(gentle, inliers: corner)
  #expect(verdict == .doubtful)
  #expect(reasons.count == 1 && reasons[0].hasPrefix("the matches that agree cover only 0 %"))
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

@Test func turnedByNinetyDegreesIsSane() {
  #expect(verdict(Homography(rows: [[0, -1, 480], [1, 0, 0], [0, 0, 1]])).0 == .registered)
}

@Test(arguments: [0: "0 matches determine no transform", 1: "1 match determines no transform"])
func matchesThatDetermineNothingAreCounted(_ count: Int, _ reason: String) {
  let points = [Point](repeating: Point(x: 1, y: 1), count: count)
  let matches = PointMatches(
    movingSize: size, fixedSize: size, moving: points, fixed: points, confidence: points.map { _ in 1 })
  let estimate = MatchEstimate(matches, fixedFromMoving: nil, inliers: points.map { _ in false })
  #expect(estimate.verdict == .failed)
  #expect(estimate.reasons == [reason])
}
