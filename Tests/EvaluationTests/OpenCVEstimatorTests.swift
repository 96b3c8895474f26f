import Foundation
import Superpose
import SuperposeGeometry
import Testing

@testable import SuperposeEvaluation

/// Points with cv2's answers for them (`Tools/fixtures/make_images.py`).
private struct Golden: Decodable {
  struct Answer: Decodable {
    var homography: [Double]
    var inliers: [Int]
  }

  var from: [Point]
  var to: [Point]
  var truth: Homography
  var answers: [String: Answer]

  static func read() throws -> Golden {
    let file = try #require(Bundle.module.url(forResource: "Fixtures/homographies", withExtension: "json"))
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }
}

@Suite struct OpenCVEstimatorTests {
  @Test(arguments: OpenCVEstimator.Method.allCases) func equalsOpenCVsOwnPython(_ method: OpenCVEstimator.Method) throws
  {
    let golden = try Golden.read()
    let expected = try #require(golden.answers[method.rawValue])
    let estimate = try #require(
      OpenCVEstimator.homography(
        from: golden.from, to: golden.to, method: method, maxErrorPixels: 3, maxIterations: 2000, confidence: 0.995))
    #expect(estimate.inliers == expected.inliers.map { $0 != 0 })
    let size = ImageSize(width: 640, height: 480)
    let distance = estimate.homography.cornerError(from: Homography(coefficients: expected.homography), over: size)
    // Debian's OpenCV and the wheel's are built with different linear algebra, and MAGSAC's refinement amplifies that.
    #expect(distance < (method == .magsac ? 0.02 : 1e-4), "\(method): \(distance)")
    #expect(estimate.homography.cornerError(from: golden.truth, over: size) < 3)
  }

  @Test func seedsGiveRepeatableAnswers() throws {
    let golden = try Golden.read()
    func run(_ seed: Int32) -> OpenCVEstimator.Estimate? {
      OpenCVEstimator.homography(from: golden.from, to: golden.to, maxErrorPixels: 3, maxIterations: 5, seed: seed)
    }
    #expect(run(7) == run(7) && run(7) != nil)
    #expect(Set((0..<8).map { run($0)?.homography }).count > 1)
  }

  @Test(arguments: OpenCVEstimator.Method.allCases) func hopelessPointsGiveNil(_ method: OpenCVEstimator.Method) {
    func run(_ points: [Point]) -> OpenCVEstimator.Estimate? {
      OpenCVEstimator.homography(from: points, to: points, method: method, maxErrorPixels: 3)
    }
    #expect(run([]) == nil)
    #expect(run([Point(x: 1, y: 2), Point(x: 5, y: 2), Point(x: 1, y: 9)]) == nil)
    #expect(run((0..<20).map { _ in Point(x: 3, y: 3) }) == nil)
    #expect(run((0..<20).map { Point(x: Double($0), y: 0) }) == nil)
    #expect(run((0..<20).map { Point(x: $0 == 4 ? .nan : Double($0 * $0), y: Double($0)) }) == nil)
  }
}
