import SuperposeFiles
import SuperposeGeometry
import SuperposeMatching
import Testing

@testable import Superpose

/// The value is the one that every description of this CRC gives as its check.
@Test func checksumOfTheDigits() {
  #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926)
}

private func features(_ points: [Point], size: ImageSize) -> Features {
  Features(
    imageSize: size, keypoints: points, scores: points.indices.map { Float($0) / 8 },
    descriptors: (0..<points.count * 256).map { Float($0) / 1000 })
}

private let size = ImageSize(width: 64, height: 48)
private let left = features([Point(x: 1, y: 2), Point(x: 3.5, y: 4), Point(x: 5, y: 6)], size: size)
private let right = features([Point(x: 7, y: 8), Point(x: 9, y: 10)], size: size)
private let picture = Picture(
  frame: Frame(original: size, network: size),
  gray: GrayImage(size: size, values: [Float](repeating: 0, count: size.pixelCount)))

private func result(_ matches: Matches) -> MatchResult {
  MatchResult(features0: left, features1: right, matches: matches, pictures: Pictures(moving: picture, fixed: picture))
}

@Test func featuresAreReadBack() throws {
  let arrays = try NPZReader(NPZ.features(left)).arrays()
  #expect(
    arrays == [
      "keypoints.npy": .init("<f4", "(3, 2)", [1, 2, 3.5, 4, 5, 6] as [Float]),
      "scores.npy": .init("<f4", "(3,)", left.scores),
      "descriptors.npy": .init("<f4", "(3, 256)", left.descriptors),
    ])
}

@Test func matchesAreReadBack() throws {
  let matches = Matches(
    matches0: [-1, 1, -1], matches1: [-1, 1], confidence0: [0, 0.75, 0.125], confidence1: [0.25, 0.75])
  let arrays = try NPZReader(NPZ.matches(result(matches))).arrays()
  #expect(
    arrays == [
      "keypoints0.npy": .init("<f4", "(3, 2)", [1, 2, 3.5, 4, 5, 6] as [Float]),
      "keypoints1.npy": .init("<f4", "(2, 2)", [7, 8, 9, 10] as [Float]),
      "scores0.npy": .init("<f4", "(3,)", left.scores),
      "scores1.npy": .init("<f4", "(2,)", right.scores),
      "matches.npy": .init("<i8", "(3,)", [-1, 1, -1] as [Int64]),
      "matches1.npy": .init("<i8", "(2,)", [-1, 1] as [Int64]),
      "match_confidence.npy": .init("<f4", "(3,)", [0, 0.75, 0.125] as [Float]),
      "match_confidence1.npy": .init("<f4", "(2,)", [0.25, 0.75] as [Float]),
      "mkpts0.npy": .init("<f4", "(1, 2)", [3.5, 4] as [Float]),
      "mkpts1.npy": .init("<f4", "(1, 2)", [9, 10] as [Float]),
      "confidence.npy": .init("<f4", "(1,)", [0.75] as [Float]),
    ])
}

@Test func emptyArraysKeepTheirShape() throws {
  let arrays = try NPZReader(NPZ.matches(result(.none(3, 2)))).arrays()
  #expect(arrays["mkpts0.npy"] == .init("<f4", "(0, 2)", [] as [Float]))
  #expect(arrays["confidence.npy"] == .init("<f4", "(0,)", [] as [Float]))
}

@Test func equalInputGivesEqualBytes() {
  #expect(NPZ.features(left) == NPZ.features(left))
}
