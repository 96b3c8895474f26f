import Foundation
import SuperposeGeometry
import SuperposeImaging
import SuperposeMatching
import Testing

@testable import Superpose

/// Tests the whole registration of a pair, with the program's own weights.
@Suite struct RegisteringTests {
  private static func example(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../examples/\(name).jpg").standardizedFileURL
  }

  private static func registrar() throws -> Registrar {
    var configuration = RegistrationConfiguration()
    configuration.resize = .longSide(320)
    return try Registrar(configuration: configuration)
  }

  /// Returns a photograph rotated by more than the networks can match, and the photograph itself.
  private static func turnedPair() throws -> (moving: Image, fixed: Image) {
    let image = try Image(contentsOf: example("map"))
    let size = ImageSize(width: image.size.height, height: image.size.width)
    let turned = Homography(rows: [[0, -1, Double(image.size.height - 1)], [1, 0, 0], [0, 0, 1]])
    return (image, try #require(image.warped(by: turned, to: size)))
  }

  /// Expects that the stages account for the whole time: nothing that takes time lies between them.
  private func expectWhole(_ registration: Registration, _ wall: Duration) throws {
    let (sum, wall) = (try #require(registration.report.seconds).total, wall / .seconds(1))
    #expect(abs(sum - wall) < 0.03 * wall, "the stages take \(sum) s of \(wall) s: \(registration)")
  }

  @Test func stagesOfASecondLookAddUp() throws {
    let (registrar, pair) = (try Self.registrar(), try Self.turnedPair())
    try registrar.load()
    let start = ContinuousClock.now
    let registration = try registrar.register(moving: pair.moving, onto: pair.fixed)
    try expectWhole(registration, start.duration(to: .now))
    #expect(registration.report.secondLook)
    #expect(registration.verdict == .registered)
  }

  @Test func stagesOfAFailureAddUp() throws {
    let registrar = try Self.registrar()
    try registrar.load()
    let start = ContinuousClock.now
    let registration = try registrar.register(moving: Self.example("cat"), onto: Self.example("coffee"))
    try expectWhole(registration, start.duration(to: .now))
    #expect(registration.verdict == .failed)
    #expect(registration.report.seconds?[.read] != nil)
  }

  /// The transform that the second look has estimated is the result, and equals one that is estimated again.
  @Test func theSecondLooksTransformIsTheTransform() throws {
    let (registrar, pair) = (try Self.registrar(), try Self.turnedPair())
    var matches = try registrar.match(pair.moving, pair.fixed)
    #expect(matches.isFromSecondLook)
    #expect(matches.estimation != nil)
    let report = registrar.report(on: matches)
    #expect(report.seconds?[.estimate] ?? 1 < (matches.timings[.estimate] ?? 0) + 0.001)
    matches.estimation = nil
    #expect(registrar.report(on: matches).fixedFromMoving == report.fixedFromMoving)
  }

  @Test func severalThreadsShareOneRegistrar() throws {
    let (registrar, pair) = (try Self.registrar(), try Self.turnedPair())
    let expected = try registrar.register(moving: pair.moving, onto: pair.fixed).json(timings: false)
    nonisolated(unsafe) var found = [Result<Data, any Error>?](repeating: nil, count: 6)
    let lock = NSLock()
    DispatchQueue.concurrentPerform(iterations: found.count) { index in
      let result = Result {
        // Every other pair is registered in the other direction, so that sizes change between runs.
        if index % 2 == 1 { _ = try registrar.register(moving: pair.fixed, onto: pair.moving) }
        return try registrar.register(moving: pair.moving, onto: pair.fixed).json(timings: false)
      }
      lock.withLock { found[index] = result }
    }
    for result in found { #expect(try result?.get() == expected) }
  }

  @Test func otherSettingsForLoadedNetworksEqualNetworksLoadedForThem() throws {
    let pair = (moving: Self.example("map-photographed"), fixed: Self.example("map"))
    var wide = RegistrationConfiguration()
    wide.resize = .longSide(480)
    let other = try Self.registrar().reconfigured(wide)
    let fresh = try Registrar(configuration: wide)
    #expect(other.configuration == fresh.configuration)
    let result = try other.register(moving: pair.moving, onto: pair.fixed).json(timings: false)
    #expect(try result == fresh.register(moving: pair.moving, onto: pair.fixed).json(timings: false))
  }

  @Test func otherNetworksAreNoOtherSettings() throws {
    let registrar = try Self.registrar()
    var other = registrar.configuration
    other.inference.threads = 1
    let error = #expect(throws: ConfigurationError.self) { try registrar.reconfigured(other) }
    #expect(error?.field == "inference")
    other = RegistrationConfiguration()
    other.minConfidence = 2
    #expect(throws: ConfigurationError.self) { try registrar.reconfigured(other) }
  }

  @Test func matchesAreToldInALineAndTakenAsCorrespondences() throws {
    let matches = matchResult(gridPairs(.translation(x: 5, y: 0), over: ImageSize(width: 640, height: 480)))
    #expect("\(matches)" == "48 matches between 48 and 48 keypoints of images of 640x480 and 640x480")
    #expect("\(matches.features0)" == "48 keypoints of an image of 640x480")
    #expect("\(matches.matches)" == "48 matches between 48 and 48 keypoints")
    #expect(matches.correspondences.map(\.moving) == matches.mkpts0)
    #expect(matches.correspondences.map(\.fixed) == matches.mkpts1)
    #expect(matches.correspondences.map { Float($0.confidence) } == matches.confidence)
  }
}
