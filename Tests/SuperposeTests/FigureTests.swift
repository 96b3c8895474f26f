import Testing

@testable import Superpose

/// Where the fixed image and the warped one agree, two colours make grey.
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

/// The transform between the shrunk images: a large pair gives what its shrunk warp gives.
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
  // Both images with a long side of 140, eight pixels between cells.
  #expect(picture.size == ImageSize(width: 2 * 140 + 8, height: 2 * 105 + 8))
}

@Test func matchesPictureHasALineForEachInlier() {
  let picture = Synthetic.registration().matchesPicture()
  #expect(picture.size == ImageSize(width: 120 + 140, height: 100))
  let without = Synthetic.registration(verdict: .failed).matchesPicture()
  #expect(picture.values(as: UInt8.self) != without.values(as: UInt8.self))
}

@Test func keypointsPicturesStandInAGrid() {
  let images = (0..<3).map { _ in Synthetic.moving() }
  let features = images.map { Features(imageSize: $0.size, keypoints: [], scores: [], descriptors: []) }
  func size(_ rows: Int?, _ columns: Int?) -> ImageSize {
    keypointsPicture(of: features, on: images, rows: rows, columns: columns).size
  }
  #expect(size(nil, nil) == ImageSize(width: 3 * 120 + 16, height: 90))
  #expect(size(2, nil) == ImageSize(width: 2 * 120 + 8, height: 2 * 90 + 8))
  #expect(size(nil, 1) == ImageSize(width: 120, height: 3 * 90 + 16))
  #expect(size(2, 3) == ImageSize(width: 3 * 120 + 16, height: 2 * 90 + 8))
  #expect(size(1, 5_000).width < 20_000 * 2 + 5_000 * 8)
}
