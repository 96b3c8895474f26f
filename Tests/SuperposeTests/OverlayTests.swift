import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import Superpose

/// Things that are burned into a picture, whatever it shows.
enum Overlay: String, CaseIterable {
  /// A black border with a line and ticks.
  case frame
  /// Lines of writing at the top and at the bottom.
  case captions
  /// Black round a circle, with a scale bar and a label.
  case mask
  /// A bar with the time, and a round logo in a corner.
  case webcam

  func burnt(into image: Image) -> Image {
    var drawing = Drawing(image)
    let (width, height) = (image.size.width, image.size.height)
    switch self {
    case .frame: drawing.frame(margin: width / 16)
    case .captions:
      for line in 0..<4 { drawing.write(24, x: 12, y: 10 + 26 * line, seed: UInt64(line)) }
      for line in 0..<2 { drawing.write(26, x: width / 3, y: height - 60 + 26 * line, seed: UInt64(9 + line)) }
    case .mask:
      drawing.mask(radius: 0.47 * Double(height))
      drawing.fill(width - 170..<width - 20, height - 28..<height - 22, 255)
      drawing.write(9, x: width - 150, y: height - 60, seed: 5)
      drawing.write(14, x: 8, y: height - 30, seed: 6)
    case .webcam:
      drawing.fill(0..<width, height - 34..<height, 40)
      drawing.write(44, x: 8, y: height - 27, seed: 7)
      for ring in [(44.0, UInt8(230)), (34, 60), (26, 200)] {
        drawing.disc(x: width - 60, y: 56, radius: ring.0, ring.1)
      }
      drawing.write(5, x: width - 82, y: 46, seed: 8)
    }
    return drawing.image
  }
}

/// A grey picture that can be drawn on.
private struct Drawing {
  private let size: ImageSize
  private var values: [UInt8]

  init(_ image: Image) {
    size = image.size
    values = image.gray().values(as: UInt8.self)
  }

  var image: Image { Image(size: size, channels: 1, values: values) }

  mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ value: UInt8) {
    for y in rows.clamped(to: 0..<size.height) {
      for x in columns.clamped(to: 0..<size.width) { values[y * size.width + x] = value }
    }
  }

  /// Writes letters of five by seven dots that nobody can read. They are the same for the same seed.
  mutating func write(_ count: Int, x: Int, y: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for letter in 0..<count {
      for dot in 0..<35 where random.unit() < 0.5 {
        let (left, top) = (x + letter * 14 + 2 * (dot % 5), y + 2 * (dot / 5))
        fill(left..<left + 2, top..<top + 2, 255)
      }
    }
  }

  mutating func frame(margin: Int) {
    let (width, height) = (size.width, size.height)
    for (columns, rows) in [
      (0..<margin, 0..<height), (width - margin..<width, 0..<height), (0..<width, 0..<margin),
      (0..<width, height - margin..<height),
    ] { fill(columns, rows, 0) }
    for (index, x) in stride(from: margin, to: width - margin, by: width / 20).enumerated() {
      let length = index % 5 == 0 ? 20 : 10
      fill(x..<x + 2, height - margin..<height - margin + length, 255)
      fill(x..<x + 2, margin - length / 2..<margin, 255)
      if index % 5 == 0 { write(2, x: x + 6, y: height - 18, seed: UInt64(20 + index)) }
    }
    for (index, y) in stride(from: margin, to: height - margin, by: width / 20).enumerated() {
      fill(margin - (index % 5 == 0 ? 20 : 10)..<margin, y..<y + 2, 255)
    }
  }

  mutating func mask(radius: Double) {
    let centre = Point(x: Double(size.width) / 2, y: Double(size.height) / 2)
    for y in 0..<size.height {
      for x in 0..<size.width where Point(x: Double(x), y: Double(y)).distance(to: centre) > radius {
        values[y * size.width + x] = 0
      }
    }
  }

  mutating func disc(x: Int, y: Int, radius: Double, _ value: UInt8) {
    let reach = Int(radius)
    for dy in -reach...reach {
      let half = Int((radius * radius - Double(dy * dy)).squareRoot())
      fill(x - half..<x + half, y + dy..<y + dy + 1, value)
    }
  }
}

@Suite struct OverlayTests {
  private static let reason =
    "the matches that agree lie on what both images show at the same place, as a frame or a caption; "
    + "what lies between does not fit"

  private static let registrar = Result { try Registrar() }

  private func photograph(_ name: String) throws -> Image {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../examples/\(name).jpg").standardizedFileURL.path
    return try Image(contentsOf: URL(filePath: path)).gray().resized(to: ImageSize(width: 640, height: 480))
  }

  /// Returns the same photograph at dusk, with noise.
  private func darkened(_ image: Image) -> Image {
    var random = SplitMix64(seed: 4)
    let values = image.values(as: UInt8.self).map { value in
      UInt8(min(max(pow(Double(value) / 255, 1.4) * 150 + 6 * random.unit(), 0), 255))
    }
    return Image(size: image.size, channels: 1, values: values)
  }

  @Test(arguments: Overlay.allCases) func whatIsBurntIntoTwoPhotographsIsNoEvidence(_ overlay: Overlay) throws {
    let pair = [try photograph("coffee"), try photograph("cat")].map(overlay.burnt)
    let registration = try Self.registrar.get().register(moving: pair[0], onto: pair[1])
    #expect(registration.verdict == .doubtful, "\(registration)")
    #expect(registration.report.reasons.contains(Self.reason), "\(registration)")
  }

  @Test(arguments: Overlay.allCases) func whatIsBurntIntoOneSceneTwiceIsNoDoubt(_ overlay: Overlay) throws {
    let photograph = try photograph("coffee")
    let pair = [photograph, darkened(photograph)].map(overlay.burnt)
    let registration = try Self.registrar.get().register(moving: pair[0], onto: pair[1])
    #expect(registration.verdict == .registered, "\(registration)")
  }
}

@Suite struct ContentAgreementTests {
  private let size = ImageSize(width: 240, height: 192)

  private func noise(_ seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<size.pixelCount).map { _ in Float(random.unit()) }
  }

  private func agreement(_ moving: [Float], _ fixed: [Float], inliers: [Point] = []) -> ContentAgreement {
    ContentAgreement(
      moving: GrayImage(size: size, values: moving), fixed: GrayImage(size: size, values: fixed),
      fixedFromMoving: .identity, inliers: inliers)
  }

  @Test func theSameFitsAndItsNegativeAndAnotherDoesNot() {
    #expect(agreement(noise(1), noise(1)) == ContentAgreement(squareCount: 80, share: 1, correlation: 1))
    #expect(agreement(noise(1), noise(1).map { 1 - $0 }).correlation > 0.99)
    #expect(agreement(noise(1), noise(2)).correlation < 0.1)
  }

  /// The neighbourhood of an inlier is its square and the eight squares around it.
  @Test func whatLiesNearInliersDoesNotCount() {
    #expect(agreement(noise(1), noise(1), inliers: [Point(x: 60, y: 60)]).squareCount == 71)
    #expect(agreement(noise(1), noise(1), inliers: [Point(x: 60, y: 60)]).share == 71.0 / 80)
    #expect(agreement(noise(1), noise(1), inliers: [Point(x: 0, y: 0)]).squareCount == 76)
  }

  @Test func whatShowsNothingDoesNotCount() {
    let flat = [Float](repeating: 0.5, count: size.pixelCount)
    #expect(agreement(noise(1), flat).squareCount == 0)
    #expect(agreement(flat, flat).squareCount == 0)
  }

  @Test func onlyTheOverlapCounts() {
    let shifted = ContentAgreement(
      moving: GrayImage(size: size, values: noise(1)), fixed: GrayImage(size: size, values: noise(1)),
      fixedFromMoving: .translation(x: 120, y: 0), inliers: [])
    #expect(shifted.squareCount == 40)
  }
}
