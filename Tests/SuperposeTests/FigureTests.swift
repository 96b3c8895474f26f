import SuperposeImaging
import SuperposeMatching
import Testing

@testable import Superpose

/// The two colours make grey where the fixed image and the warped one agree.
@Test func overlayOfWhatAgreesIsGrey() throws {
  let registration = Synthetic.registration(moving: Synthetic.moving(channels: 1), fixed: Synthetic.fixed(channels: 1))
  let overlay = try #require(registration.overlayPicture(style: .twoColors))
  #expect(overlay.size == Synthetic.fixedSize && overlay.channels == 3)
  for (x, y) in [(60, 40), (100, 70), (2, 50)] {
    let pixel = overlay.pixel(x, y)
    #expect((pixel.max() ?? 255) - (pixel.min() ?? 0) <= 3, "at \(x), \(y): \(pixel)")
  }
}

@Test func checkerboardOfWhatAgreesIsTheFixedImage() throws {
  let registration = Synthetic.registration()
  let overlay = try #require(registration.overlayPicture(style: .checkerboard))
  for (x, y) in [(50, 40), (70, 40), (90, 60), (110, 60)] {
    #expect(zip(overlay.pixel(x, y), registration.fixed.pixel(x, y)).allSatisfy { abs($0 - $1) <= 3 })
  }
}

/// The transform is adapted to the shrunk images: a large pair gives the same picture as the shrunk warp.
@Test func largeImagesAreShrunkBeforeTheyAreWarped() throws {
  let registration = Synthetic.registration()
  let pair = try #require(ShrunkPair(registration, longSide: 60))
  #expect(pair.moving.size.longSide == 60 && pair.fixed.size.longSide == 60)
  let warped = try #require(pair.warpedMoving)
  let expected = try #require(registration.warpedMoving()).resized(to: pair.fixed.size)
  for (x, y) in [(25, 15), (35, 25), (45, 30)] {
    #expect(zip(warped.pixel(x, y), expected.pixel(x, y)).allSatisfy { abs($0 - $1) <= 5 })
  }
}

@Test func alignedPictureHasFourCells() throws {
  let picture = try #require(Synthetic.registration().alignedPicture())
  // Both images have a long side of 140, with eight pixels between the cells.
  #expect(picture.size == ImageSize(width: 2 * 140 + 8, height: 2 * 105 + 8))
}

/// A line for each match crosses the white gap between both images. It is coloured for an inlier, and else grey.
@Test(arguments: [Verdict.registered, .failed]) func matchesPictureHasALineForEachMatch(verdict: Verdict) {
  let lines = linesAcrossTheGap(Synthetic.registration(verdict: verdict).matchesPicture())
  #expect(lines.count == 4)
  #expect(lines.allSatisfy { $0.isColored == (verdict == .registered) })
}

@Test func matchesPictureDrawsNoMoreLinesThanAskedFor() {
  #expect(linesAcrossTheGap(Synthetic.registration().matchesPicture(lines: 3)).count == 3)
  #expect(linesAcrossTheGap(Synthetic.registration().matchesPicture(lines: nil)).count == 4)
}

/// The reasons of a failure need room above the pictures.
@Test func matchesPictureSaysWhyItFailed() {
  let pictures = [Verdict.registered, .failed].map { Synthetic.registration(verdict: $0).matchesPicture() }
  #expect(pictures[1].size.height > pictures[0].size.height)
  let words = pictures.map { picture in
    let red = picture.cropped(x: 0, y: 0, width: picture.size.width, height: picture.size.height - 320)
    return red.values(as: UInt8.self).count { $0 < 100 }
  }
  #expect(words[1] > words[0] && words[0] > 100)
}

/// Finds the lines in a picture of ``Synthetic``'s images, which are 320 pixels high, 427 and 448 pixels wide, and 8
/// apart.
private func linesAcrossTheGap(_ picture: Image) -> [(y: Int, isColored: Bool)] {
  let column = picture.cropped(x: 427 + 4, y: picture.size.height - 320, width: 1, height: 320).values(as: UInt8.self)
  let rows = (0..<320).map { column[3 * $0..<3 * $0 + 3] }
  let starts = rows.indices.filter { ($0 == 0 || rows[$0 - 1].min()! > 250) && rows[$0].min()! <= 250 }
  return starts.map { start in
    let run = rows[start...].prefix { $0.min()! <= 250 }
    return (start, run.contains { Int($0.max()!) - Int($0.min()!) > 40 })
  }
}

@Test func keypointsPicturesStandInAGrid() {
  let images = (0..<3).map { _ in Synthetic.moving() }
  let features = images.map { Features(imageSize: $0.size, keypoints: [], scores: [], descriptors: []) }
  func size(_ rows: Int?, _ columns: Int?) -> ImageSize {
    Figure.keypoints(of: features, on: images, rows: rows, columns: columns).size
  }
  #expect(size(nil, nil) == ImageSize(width: 3 * 120 + 16, height: 90))
  #expect(size(2, nil) == ImageSize(width: 2 * 120 + 8, height: 2 * 90 + 8))
  #expect(size(nil, 1) == ImageSize(width: 120, height: 3 * 90 + 16))
  #expect(size(2, 3) == ImageSize(width: 3 * 120 + 16, height: 2 * 90 + 8))
  #expect(size(1, 5_000).width < 20_000 * 2 + 5_000 * 8)
}
