import Foundation
import Superpose
import SuperposeEstimation
import SuperposeGeometry
import SuperposeImaging
import SuperposeMatching
import Testing

@testable import SuperposeEvaluation

@Suite struct MethodTests {
  @Test func nearestNeighboursAreMutualAndSimilar() {
    let axes: [Float] = [1, 0, 0, 0, 1, 0]
    // The first is near x; the second is too, but farther away; the third is at 45° to y, a cosine of 0.707.
    let half = Float(0.5).squareRoot()
    let others: [Float] = [1, 0, 0, 0.96, 0.28, 0, 0, half, half]
    let found = NearestNeighbourMethod.matches(axes, others, length: 3)
    #expect(found.pairs.map { [$0.0, $0.1] } == [[0, 0], [1, 2]])
    #expect(abs(found.confidence[1] - half) < 1e-5)
    // At 46° the descriptor is no longer similar enough.
    let far: [Float] = [1, 0, 0, 0.96, 0.28, 0, 0, cos(46 * .pi / 180), sin(46 * .pi / 180)]
    #expect(NearestNeighbourMethod.matches(axes, far, length: 3).pairs.count == 1)
    #expect(NearestNeighbourMethod.matches(axes, [], length: 3).pairs.isEmpty)
    // Two descriptors prefer the same one, which prefers the first of them.
    let rivals: [Float] = [1, 0, 0, 0.96, 0.28, 0]
    let single = NearestNeighbourMethod.matches(rivals, [1, 0, 0, 0, 0, 1], length: 3)
    #expect(single.pairs.map { [$0.0, $0.1] } == [[0, 0]])
  }

  @Test func ratioTestDropsTheAmbiguous() {
    let found = SIFTMethod.matches([0, 0, 10, 10], [1, 0, 3, 0, 10, 11, 10, 8.8], length: 2)
    // A distance of 1 against 3 passes, and 1 against 1.2 does not.
    #expect(found.pairs.map { [$0.0, $0.1] } == [[0, 0]])
    #expect(abs((found.confidence.first ?? 0) - 2.0 / 3) < 1e-5)
  }

  @Test func siftFindsAShiftAndKeepsTheStrongest() throws {
    let image = try Image(contentsOf: URL(filePath: SyntheticTests.examples + "/coffee.jpg")).gray()
    let part = image.cropped(x: 16, y: 8, width: image.size.width - 16, height: image.size.height - 8)
    let method = SIFTMethod(resize: .none, maxKeypoints: 200)
    let (first, second) = (try method.describe(image), try method.describe(part))
    #expect(first.keypoints.count == 200)
    let matches = try method.match(first, second)
    let shifts = matches.pairs.map { first.keypoints[$0.0] - second.keypoints[$0.1] }
    #expect(shifts.count > 50)
    #expect(shifts.count { $0.distance(to: Point(x: 16, y: 8)) < 0.5 } > shifts.count * 8 / 10)
    #expect(Set((first.timings + matches.timings).seconds.keys) == [.resize, .sift, .assign])
  }

  @Test func estimatorsAgreeOnCleanMatches() throws {
    let truth = Homography(rows: [[1.1, 0.1, 5], [-0.1, 0.9, 7], [1e-5, 2e-5, 1]])
    let moving = (0..<60).map { Point(x: Double($0 % 10) * 60, y: Double($0 / 10) * 70) }
    let size = ImageSize(width: 640, height: 480)
    let frame = Frame(original: size, network: ImageSize(width: 320, height: 240))
    let matches = PointMatches(
      frames: (frame, frame), keypointCounts: (60, 60),
      correspondences: moving.map { Correspondence(moving: $0, fixed: truth($0)) })
    for method in EstimationMethod.allCases {
      let estimate = try #require(method.estimate(matches, options: .init()))
      #expect(estimate.fixedFromMoving.cornerError(from: truth, over: size) < 0.01)
      #expect(estimate.inliers.allSatisfy { $0 })
      #expect(
        JudgedTransform(matches, estimate) { preconditionFailure("the matches are not in place") }.verdict
          == .registered)
    }
  }

  @Test func poseIsRecovered() throws {
    var generator = SplitMix64(seed: 7)
    let angle = 0.2
    let rotation = Matrix3(rows: [[cos(angle), 0, sin(angle)], [0, 1, 0], [-sin(angle), 0, cos(angle)]])
    let truth = RelativePose(
      intrinsics0: .identity, intrinsics1: .identity, rotation: rotation, translation: SIMD3(1, 0.2, 0.1))
    var (from, to): ([Point], [Point]) = ([], [])
    for _ in 0..<80 {
      let x = SIMD3(generator.uniform(in: -1...1), generator.uniform(in: -1...1), generator.uniform(in: 3...6))
      let y = SIMD3(
        cos(angle) * x.x + sin(angle) * x.z + 1, x.y + 0.2, -sin(angle) * x.x + cos(angle) * x.z + 0.1)
      from.append(Point(x: x.x / x.z, y: x.y / x.z))
      to.append(Point(x: y.x / y.z, y: y.y / y.z))
    }
    let essential = PoseErrors.essential(truth)
    #expect(zip(from, to).allSatisfy { PoseErrors.squaredEpipolarDistance($0, $1, essential: essential) < 1e-20 })
    #expect(PoseErrors.squaredEpipolarDistance(from[0], to[1], essential: essential) > 5e-4)
    let pose = try #require(OpenCVRelativePose(from: from, to: to, maxError: 0.001))
    #expect(PoseErrors.rotationDegrees(pose.rotation, rotation) < 0.01)
    #expect(PoseErrors.translationDegrees(pose.translation, truth.translation) < 0.1)
    let still = PoseErrors.rotationDegrees(.identity, rotation)
    #expect(abs(still - angle * 180 / Double.pi) < 1e-9)
    let aside = PoseErrors.translationDegrees(SIMD3(-1, 0, 0), SIMD3(1, 1, 0))
    #expect(abs(aside - 45) < 1e-6)
    #expect(OpenCVRelativePose(from: Array(from.prefix(4)), to: Array(to.prefix(4)), maxError: 0.001) == nil)
  }

  @Test(arguments: 0..<4)
  func turnsMovePixelsToWhereTheySay(count: Int) throws {
    let size = ImageSize(width: 3, height: 2)
    let image = Image(size: size, channels: 1, values: [UInt8](10...15))
    let turns = QuarterTurns(count)
    let turned = turns.applied(to: image)
    #expect(turned.size == turns.size(of: size))
    let values = turned.values(as: UInt8.self)
    for index in 0..<6 {
      let p = turns.turnedFromOriginal(size)(Point(x: Double(index % 3), y: Double(index / 3)))
      #expect(values[Int(p.y.rounded()) * turned.size.width + Int(p.x.rounded())] == UInt8(10 + index))
    }
    // The rotation is anticlockwise: the top right corner moves to the top left.
    if count == 1 { #expect(values[0] == 12) }
  }
}
