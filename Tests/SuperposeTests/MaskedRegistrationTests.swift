import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import Superpose

/// Tests of what takes part, with the program's own weights.
@Suite struct MaskedRegistrationTests {
  private static let registrar = Result { try Registrar() }
  private let pair: MarkedPair
  init() throws { pair = try MarkedPair() }

  private func register(
    _ moving: Image, _ fixed: Image, _ guidance: RegistrationGuidance = .init()
  ) throws -> Registration {
    try Self.registrar.get().register(moving: moving, onto: fixed, guidance: guidance)
  }

  private static func whole(_ size: ImageSize) -> Mask {
    Mask(size: size, values: [UInt8](repeating: 255, count: size.pixelCount))
  }

  @Test func aMarkThatMovesIsFollowedWithoutAMaskAndIgnoredWithOne() throws {
    let without = try register(pair.moving, pair.fixed)
    #expect(MarkedPair.error(without.fixedFromMoving) > 100, "\(without)")
    let with = try register(pair.moving, pair.fixed, MarkedPair.guidance)
    #expect(with.verdict == .registered, "\(with)")
    #expect(MarkedPair.error(with.fixedFromMoving) < 2, "\(MarkedPair.error(with.fixedFromMoving)): \(with)")
    let masks = try #require(with.report.masks)
    #expect(abs((masks.moving?.includedFraction ?? 0) - 2 / 3) < 1e-9)
    #expect(masks.fixed?.sha256?.count == 64)
    #expect(without.report.masks == nil)
  }

  @Test func noKeypointLiesOnWhatTakesNoPartAndTheirNumberIsSpentOnTheRest() throws {
    var configuration = RegistrationConfiguration()
    configuration.extraction.maxKeypoints = 100
    let detector = try Detector(configuration: configuration)
    let participation = Participation(region: PixelRectangle(x: 360, y: 40, width: 220, height: 320))
    let found = try detector.detect(pair.moving, participation: participation)
    let border = Double(configuration.extraction.borderPixels) - 1
    #expect(found.count == 100)
    for point in found.keypoints {
      #expect(point.x > 360 + border && point.x < 580 - border && point.y > 40 + border && point.y < 360 - border)
    }
    let everywhere = try detector.detect(pair.moving)
    #expect(everywhere.keypoints.count { $0.x > 360 && $0.x < 580 && $0.y > 40 && $0.y < 360 } < 100)
  }

  /// Also where the second look warps: the mask goes with the picture, and beside the picture nothing is masked.
  @Test(arguments: [false, true]) func aMaskThatLeavesAllInChangesNothing(isTurned: Bool) throws {
    var (moving, fixed) = (pair.moving, pair.fixed)
    if isTurned {
      let size = ImageSize(width: 400, height: 600)
      let turn = Homography(rows: [[0, -1, 399], [1, 0, 0], [0, 0, 1]])
      (moving, fixed) = (try #require(fixed.warped(by: turn, to: size)), fixed)
    }
    var guidance = RegistrationGuidance()
    guidance.moving = Participation(mask: Self.whole(moving.size))
    guidance.fixed = Participation(
      mask: Self.whole(fixed.size), region: PixelRectangle(x: 0, y: 0, width: 600, height: 400))
    let (without, with) = (try register(moving, fixed), try register(moving, fixed, guidance))
    #expect(without.report.secondLook == isTurned)
    var report = with.report
    #expect(report.masks?.moving?.includedFraction == 1)
    report.masks = nil
    #expect(try report.json(timings: false) == without.json(timings: false))
  }

  /// Turned views are found by a second look, whose views must be masked too: the mark is the same in both pictures.
  @Test func theSecondLookSeesTheMaskToo() throws {
    let size = ImageSize(width: 400, height: 600)
    let turn = Homography(rows: [[0, -1, 399], [1, 0, 0], [0, 0, 1]])
    let turned = try #require(pair.moving.warped(by: turn, to: size))
    var guidance = MarkedPair.guidance
    let mask = try #require(guidance.moving.mask).warped(by: turn, to: size)
    guidance.moving = Participation(mask: mask)
    let found = try register(turned, pair.fixed, guidance)
    #expect(found.report.secondLook)
    #expect(found.verdict == .registered, "\(found)")
    let upright = try #require(found.fixedFromMoving) * turn
    #expect(MarkedPair.error(upright) < 2, "\(MarkedPair.error(upright))")
    let matches = try Self.registrar.get().match(turned, pair.fixed, guidance: guidance)
    #expect(matches.isFromSecondLook)
    #expect(matches.features0.keypoints.allSatisfy(mask.contains))
    #expect(matches.features1.keypoints.allSatisfy { guidance.fixed.mask?.contains($0) == true })
  }

  /// What is hidden under transparent pixels would give the wrong transform.
  @Test func transparentPixelsTakeNoPart() throws {
    func hidden(_ image: Image, _ mark: PixelRectangle) -> Image {
      let visible = Mask(mark, in: image.size).complement.values
      let values = zip(image.values(as: UInt8.self), visible).flatMap { [$0, $0, $0, $1 * 255] }
      return Image(size: image.size, channels: 4, values: values)
    }
    let pictures = (hidden(pair.moving, MarkedPair.movingMark), hidden(pair.fixed, MarkedPair.fixedMark))
    let found = try register(pictures.0, pictures.1)
    #expect(MarkedPair.error(found.fixedFromMoving) < 2, "\(found)")
    #expect(found.report.masks?.moving?.sha256 == nil)
    #expect((found.report.masks?.moving?.includedFraction ?? 1) < 0.7)
  }

  /// An alpha channel that is zero everywhere is a file's mistake, and no picture of nothing.
  @Test func anImageThatIsTransparentEverywhereTakesPart() throws {
    let values = pair.fixed.values(as: UInt8.self).flatMap { [$0, $0, $0, 0 as UInt8] }
    let clear = Image(size: pair.fixed.size, channels: 4, values: values)
    #expect(try Self.registrar.get().detect(clear).count > 100)
  }

  @Test func whatLeavesNothingIsAnErrorThatSaysSo() throws {
    func message(_ guidance: RegistrationGuidance) -> String {
      do {
        _ = try register(pair.moving, pair.fixed, guidance)
        return "no error"
      } catch { return "\(error)" }
    }
    var guidance = RegistrationGuidance()
    guidance.fixed = Participation(region: PixelRectangle(x: 600, y: 0, width: 50, height: 50))
    #expect(
      message(guidance)
        == "nothing of the fixed image, which has 600x400 pixels, takes part; give a larger mask or another region")
    guidance.fixed = Participation(mask: Self.whole(ImageSize(width: 640, height: 400)))
    #expect(message(guidance).hasPrefix("the fixed mask has 640x400 pixels and the image 600x400: expected"))
    // The same image at half the size has the same proportions.
    guidance.fixed = Participation(mask: Self.whole(ImageSize(width: 300, height: 200)))
    #expect(message(guidance) == "no error")
  }
}

@Suite struct StaticOverlayTests {
  private static let registrar = Result { try Registrar() }

  /// Two parts of one photograph, under the same overlay.
  private func pair(_ overlay: Overlay) throws -> (moving: Image, fixed: Image) {
    let photograph = try MarkedPair.example("a").gray().resized(to: ImageSize(width: 900, height: 680))
    let parts = [(0, 0), (180, 130)].map { photograph.cropped(x: $0, y: $1, width: 640, height: 480) }
    return (overlay.burnt(into: parts[0]), overlay.burnt(into: parts[1]))
  }

  @Test(arguments: Overlay.allCases) func whatIsBurntIntoBothIsIgnored(_ overlay: Overlay) throws {
    let (moving, fixed) = try pair(overlay)
    var guidance = RegistrationGuidance()
    guidance.staticOverlay = .ignore
    let found = try Self.registrar.get().register(moving: moving, onto: fixed, guidance: guidance)
    let truth = Homography.translation(x: -180, y: -130)
    #expect(found.verdict == .registered, "\(found)")
    // A round mask leaves nothing in the corners; what counts is where something is seen.
    let transform = try #require(found.fixedFromMoving)
    let errors = found.report.inliers.map { transform($0.moving).distance(to: truth($0.moving)) }
    #expect(errors.reduce(0, +) < Double(errors.count), "\(errors.max() ?? 0): \(found)")
    // No match is left that stands still.
    let still = found.report.matches.count { $0.moving.distance(to: $0.fixed) < 2 }
    let before = try Self.registrar.get().register(moving: moving, onto: fixed).report.matches
      .count { $0.moving.distance(to: $0.fixed) < 2 }
    #expect(before > 20)
    #expect(still * 20 <= before, "\(still) of \(before)")
    #expect(found.report.masks?.staticOverlay == .ignore)
    // The scene itself is not taken for an overlay.
    #expect((found.report.masks?.moving?.includedFraction ?? 0) > 0.45)
  }

  @Test func aSceneThatHasNotMovedIsNoOverlay() throws {
    let image = try MarkedPair.example("a")
    var guidance = RegistrationGuidance()
    guidance.staticOverlay = .ignore
    let registrar = try Self.registrar.get()
    let error = #expect(throws: GuidanceError.self) {
      try registrar.register(moving: image, onto: image, guidance: guidance)
    }
    #expect(error?.description.hasPrefix("both images show the same at the same place in ") == true)
    let small = image.resized(to: ImageSize(width: 400, height: 300))
    #expect(throws: GuidanceError.self) { try registrar.register(moving: small, onto: image, guidance: guidance) }
  }
}
