import Foundation
import Superpose
import SuperposeGeometry
import SuperposeMatching
import Testing

@testable import SuperposeEvaluation

@Suite struct PoseResultTests {
  private let size = ImageSize(width: 640, height: 480)
  private let intrinsics = Matrix3(rows: [[500, 0, 320], [0, 510, 240], [0, 0, 1]])

  private var pose: RelativePose {
    RelativePose(
      intrinsics0: intrinsics, intrinsics1: intrinsics,
      rotation: Matrix3(rows: [[cos(0.2), 0, sin(0.2)], [0, 1, 0], [-sin(0.2), 0, cos(0.2)]]),
      translation: SIMD3(-1, 0.2, 0.1))
  }

  /// Returns the points of a room as both cameras see them. The first picture may be rotated.
  private func prediction(turns: Int) -> Prediction {
    var generator = SplitMix64(seed: 11)
    let project = Homography(intrinsics)
    var (first, second): ([Point], [Point]) = ([], [])
    for _ in 0..<80 {
      let x = generator.uniform(in: -1...1)
      let y = generator.uniform(in: -1...1)
      let z = generator.uniform(in: 3...6)
      let depth = -sin(0.2) * x + cos(0.2) * z + 0.1
      first.append(project(Point(x: x / z, y: y / z)))
      second.append(project(Point(x: (cos(0.2) * x + sin(0.2) * z - 1) / depth, y: (y + 0.2) / depth)))
    }
    let turn = QuarterTurns(turns)
    let turned = turn.turnedFromOriginal(size)
    return Prediction(
      sizes: (turn.size(of: size), size), keypoints: (first.map { turned($0) }, second),
      pairs: (0..<80).map { ($0, $0) }, confidence: [Float](repeating: 1, count: 80), seconds: Timings())
  }

  private func result(_ prediction: Prediction, _ pose: RelativePose) throws -> PairResult {
    let source = ImageSource.file(URL(filePath: "unused"))
    let pair = EvaluationPair(
      name: "a", sequence: "s", dataset: "s", identity: "", images: (source, source), truth: .pose(pose))
    return try PairResult(
      prediction, of: pair, method: SIFTMethod(resize: .longSide(320), maxKeypoints: nil), settings: .init())
  }

  @Test(arguments: 0..<4)
  func perfectMatchesGiveTheTruePose(turns: Int) throws {
    var truth = pose
    truth.turns0 = turns
    let result = try result(prediction(turns: turns), truth)
    #expect(try #require(result.poseError) < 0.1)
    #expect((result.values[.poseAreaAt5] ?? 0) > 0.98)
    #expect(result.values[.epipolarPrecision] == 1)
    #expect(result.values[.matchingScore] == 1)
    #expect(result.values[.success] == nil)
  }

  @Test func wrongTruthShows() throws {
    var truth = pose
    truth.translation = SIMD3(0, 1, 0)
    let result = try result(prediction(turns: 0), truth)
    #expect(try #require(result.poseError) > 60)
    #expect(result.values[.poseAreaAt20] == 0)
    #expect((result.values[.epipolarPrecision] ?? 1) < 0.2)
  }

  @Test func fewMatchesAreAFailure() throws {
    var few = prediction(turns: 0)
    few.matches = Array(few.matches.prefix(4))
    few.confidence = Array(few.confidence.prefix(4))
    let result = try result(few, pose)
    #expect(result.poseError == nil)
    #expect(result.values[.poseAreaAt20] == 0)
    #expect(result.values[.matchingScore] == 4.0 / 80)
  }
}
