import Foundation
import Superpose
import SuperposeGeometry
import Testing

@testable import SuperposeEvaluation

@Suite struct SyntheticTests {
  static let examples =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/examples"

  private func photographs() throws -> Photographs {
    try Photographs(in: URL(filePath: Self.examples), atMost: 3, smallest: ImageSize(width: 320, height: 240), seed: 5)
  }

  /// Both views show the same grey where the truth says that a point of view 0 lies in view 1.
  @Test func truthFitsThePictures() throws {
    var options = SyntheticOptions()
    options.pairs = 4
    options.photometric = .none
    for pair in try photographs().syntheticPairs(options) {
      guard case .homography(let truth) = pair.truth else { continue }
      let (image0, image1) = (try pair.images.0.image(), try pair.images.1.image())
      #expect(image0.size == options.size)
      let back = try #require(image0.warped(by: truth, to: image1.size, interpolation: .linear))
      let (a, b) = (back.values(as: UInt8.self), image1.values(as: UInt8.self))
      let differences = a.indices.filter { a[$0] != 0 }.map { abs(Int(a[$0]) - Int(b[$0])) }
      #expect(differences.count > a.count / 4)
      // Two resamplings blur differently; with a truth that is wrong by two pixels the difference is three times this.
      #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 8)
    }
  }

  @Test func pairsDependOnTheSeedAlone() throws {
    var options = SyntheticOptions()
    options.pairs = 2
    let found = try photographs()
    let once = found.syntheticPairs(options)
    options.pairs = 3
    let again = found.syntheticPairs(options)
    #expect(once.map(\.truth) == again.prefix(2).map(\.truth))
    #expect(once.map(\.identity) == again.prefix(2).map(\.identity))
    #expect(
      try once[1].images.1.image().values(as: UInt8.self) == again[1].images.1.image().values(as: UInt8.self))
    options.seed = 1
    let other = found.syntheticPairs(options)
    #expect(other[0].truth != once[0].truth)
    #expect(other[0].identity != once[0].identity)
  }

  @Test func badPhotographsAreNamed() throws {
    let folder = try Folder()
    try folder.picture("good.pgm", width: 40, height: 30)
    try folder.picture("tiny.pgm", width: 12, height: 9)
    try folder.write("broken.jpg", "no picture")
    try folder.write("notes.txt", "not looked at")
    let found = try Photographs(
      in: URL(filePath: folder.path), atMost: 9, smallest: ImageSize(width: 20, height: 15), seed: 0)
    #expect(found.usable.map(\.file.path) == [folder.path + "/good.pgm"])
    let reasons = Dictionary(
      uniqueKeysWithValues: found.skipped.map { (($0.path as NSString).lastPathComponent, $0.reason) })
    #expect(reasons.count == 2)
    #expect(reasons["tiny.pgm"] == "12x9 pixels are too few, 20x15 are needed")
    #expect(reasons["broken.jpg"] != nil)
    #expect(throws: EvaluationError.self) {
      try Photographs(in: URL(filePath: folder.path), atMost: 9, smallest: ImageSize(width: 200, height: 150), seed: 0)
    }
  }

  @Test func negativesShowDifferentPhotographs() throws {
    var options = SyntheticOptions()
    (options.pairs, options.negatives) = (1, 20)
    let negatives = try photographs().syntheticPairs(options).filter { $0.truth == .unrelated }
    #expect(negatives.count == 20)
    for pair in negatives {
      let files = Set(pair.identity.split(separator: " ").filter { $0.contains("/examples/") })
      #expect(files.count == 2)
    }
  }

  @Test func blurKeepsTheMeanAndSpreads() {
    let size = ImageSize(width: 21, height: 21)
    var values = [Float](repeating: 0, count: 441)
    values[10 * 21 + 10] = 1
    GaussianBlur(pixels: 1.2).apply(to: &values, size)
    #expect(abs(values.reduce(0, +) - 1) < 1e-4)
    // The variance along x is the square of the requested deviation.
    let variance = values.indices.reduce(Float(0)) { $0 + values[$1] * Float(($1 % 21 - 10) * ($1 % 21 - 10)) }
    #expect(abs(variance - 1.44) < 0.05)
  }

  @Test func fourPointsFixAHomography() throws {
    let from = [Point(x: 0, y: 0), Point(x: 9, y: 1), Point(x: 8, y: 7), Point(x: -1, y: 6)]
    let to = [Point(x: 3, y: 2), Point(x: 5, y: 2), Point(x: 6, y: 9), Point(x: 2, y: 8)]
    let homography = try #require(Homography(from: from, to: to))
    for (p, q) in zip(from, to) { #expect(homography(p).distance(to: q) < 1e-9) }
    #expect(Homography(from: from, to: [to[0], to[0], to[0], to[0]]) == nil)
  }
}
