import Foundation
import SuperposeGeometry
import SuperposeImaging
import SuperposeMatching
import Testing

@testable import Superpose

/// Tests with the program's own weights, on a photograph that is rotated and shrunk further than the networks learned.
@Suite struct SecondLookTests {
  private static let map = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../examples/map.jpg").standardizedFileURL.path

  /// Returns a photograph, another view of it, and the transform from the second to the first.
  private static func pair(turn degrees: Double, scale: Double) throws -> (Image, Image, Homography) {
    let image = try Image(contentsOf: URL(filePath: map))
    let angle = degrees * .pi / 180
    let (c, s) = (scale * cos(angle), scale * sin(angle))
    let size = ImageSize(width: 500, height: 460)
    let middle = Homography.translation(x: -Double(image.size.width - 1) / 2, y: -Double(image.size.height - 1) / 2)
    let turned = Homography(rows: [[c, -s, 249.5], [s, c, 229.5], [0, 0, 1]]) * middle
    let view = try #require(image.warped(by: turned, to: size))
    return (image, view, try #require(turned.inverse))
  }

  private func configuration(_ secondLook: SecondLookPolicy) -> RegistrationConfiguration {
    var configuration = RegistrationConfiguration()
    configuration.secondLook = secondLook
    configuration.resize = .longSide(640)
    return configuration
  }

  @Test(arguments: [(130, 0.33), (-95, 0.6)] as [(Double, Double)])
  func turnedAndShrunkViewsAreRegistered(_ turn: Double, scale: Double) throws {
    let (image, view, truth) = try Self.pair(turn: turn, scale: scale)
    let registrar = try Registrar(configuration: configuration(.auto))
    let there = try registrar.register(moving: view, onto: image)
    #expect(there.verdict == .registered, "\(there.report.reasons)")
    #expect(there.report.secondLook)
    let found = try #require(there.fixedFromMoving)
    let errors = view.size.cornerPixels.map { found($0).distance(to: truth($0)) }
    #expect(errors.reduce(0, +) / 4 < 6, "\(errors)")
    let back = try registrar.register(moving: image, onto: view)
    #expect(back.verdict == .registered, "\(back.report.reasons)")
  }

  @Test func withoutASecondLookTheyAreNot() throws {
    let (image, view, _) = try Self.pair(turn: 130, scale: 0.33)
    let registrar = try Registrar(configuration: configuration(.off))
    let registration = try registrar.register(moving: view, onto: image)
    #expect(registration.verdict != .registered)
    #expect(!registration.report.secondLook)
  }

  /// A blank image has no keypoints in any view.
  @Test func nothingIsFoundInABlankImage() throws {
    let (image, _, _) = try Self.pair(turn: 0, scale: 1)
    let blank = Image(size: ImageSize(width: 90, height: 70), channels: 1, values: [UInt8](repeating: 0, count: 6300))
    let registrar = try Registrar(configuration: configuration(.auto))
    #expect(try registrar.register(moving: blank, onto: image).verdict == .failed)
    #expect(try registrar.register(moving: image, onto: blank).verdict == .failed)
  }
}

/// What decides which directions and scales are looked at.
@Suite struct ViewVotesTests {
  private static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../examples").standardizedFileURL.path

  private func votes(_ moving: Image, _ fixed: Image) throws -> [Int] {
    let registrar = try Registrar(configuration: .init())
    func features(_ image: Image, _ view: View) throws -> Features {
      let picture = try #require(
        image.display().gray().warped(by: view.viewFromPicture, to: view.size, interpolation: .linear))
      return try registrar.superPoint(picture.grayImage(size: view.size))
    }
    return try ViewPair.preview(moving: moving.size, fixed: fixed.size).map {
      ViewVotes(try features(moving, $0.moving), try features(fixed, $0.fixed)).count
    }
  }

  @Test func theRightQuarterTurnHasMost() throws {
    let map = try Image(contentsOf: URL(filePath: Self.examples + "/map.jpg"))
    let turned = try #require(
      map.warped(by: View.whole(map.size).turned(1).viewFromPicture, to: View.whole(map.size).turned(1).size))
    let votes = try votes(turned, map)
    // The views are in the order of the search: turned by one, two and three quarters at the same scale come first.
    #expect(votes.firstIndex(of: votes.max() ?? 0) == 2)
    #expect((votes.max() ?? 0) > 100)
  }

  @Test func differentScenesHaveNone() throws {
    let (cat, map) = (
      try Image(contentsOf: URL(filePath: Self.examples + "/cat.jpg")),
      try Image(contentsOf: URL(filePath: Self.examples + "/map.jpg"))
    )
    #expect(try votes(cat, map).allSatisfy { $0 < SecondLook.Limits.fewestVotes })
  }
}
