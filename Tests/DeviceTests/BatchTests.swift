import Superpose
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import SuperposeMatching

/// Several at a time give the answers of one by one.
@Suite struct BatchTests {
  @Test func imagesOfSeveralSizesAreDescribedTogether() throws {
    let network = try SuperPoint(weights: try trained(.superpoint), runtime: try torch())
    let images = try ["a.jpg", "b.jpg", "cat.jpg", "coffee.jpg"].enumerated().map { index, name in
      let size = ImageSize(width: 200, height: index == 2 ? 140 : 152)
      return GrayImage(size: size, values: try example(name).grayImage(size: size).values)
    }
    let mask = Mask(PixelRectangle(x: 0, y: 0, width: 90, height: 90), in: images[1].size)
    let inputs = images.enumerated().map { (image: $0.element, mask: $0.offset == 1 ? mask : nil) }
    let together = try network(inputs)
    for (input, found) in zip(inputs, together) {
      let alone = try network(input.image, mask: input.mask)
      #expect(alone.count > 20 && found.keypoints == alone.keypoints)
      try expect(found.scores, equal: alone.scores, within: 1e-5)
      try expect(found.descriptors, equal: alone.descriptors, within: 1e-5)
    }
  }

  @Test func pairsOfSeveralSizesAreMatchedTogether() throws {
    let point = try SuperPoint(weights: try trained(.superpoint), runtime: try torch())
    let glue = try SuperGlue(weights: try trained(.superglue), runtime: try torch())
    let features = try [("a.jpg", 200, 400), ("b.jpg", 220, 130), ("cat.jpg", 120, 60)].map { name, side, count in
      var options = ExtractionOptions()
      options.maxKeypoints = count
      let size = ImageSize(width: side, height: side)
      return try point(GrayImage(size: size, values: try example(name).grayImage(size: size).values), options: options)
    }
    let none = Features(imageSize: features[0].imageSize, keypoints: [], scores: [], descriptors: [])
    let pairs = [
      (features[0], features[1]), (features[1], features[2]), (none, features[0]), (features[2], features[0]),
      (features[1], features[0]),
    ]
    let together = try glue(pairs)
    #expect(together.count == pairs.count && together[0].pairs.count > 10)
    for (pair, found) in zip(pairs, together) {
      let alone = try glue(pair.0, pair.1)
      #expect(found.matches0 == alone.matches0 && found.matches1 == alone.matches1)
      try expect(found.confidence0, equal: alone.confidence0, within: 1e-4)
    }
  }
}
