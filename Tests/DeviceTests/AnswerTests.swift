import Foundation
import Superpose
import SuperposeGeometry
import SuperposeImaging
import SuperposeInference
import SuperposeNetworks
import TestSupport
import Testing

@testable import SuperposeMatching

/// What a GPU runs gives the answers of the processor's own networks.
@Suite struct AnswerTests {
  @Test(arguments: [("a.jpg", "b.jpg"), ("map-photographed.jpg", "map.jpg"), ("cat.jpg", "coffee.jpg")])
  func registersAsTheProcessorDoes(_ first: String, _ second: String) throws {
    let (image0, image1) = (try example(first), try example(second))
    let (expected, found) = (
      try processorRegistrar.get().match(image0, image1), try torchRegistrar.get().match(image0, image1)
    )
    let agreement = Agreement(expected, found)
    #expect(expected.features0.count > 100 && expected.features0.count == found.features0.count)
    #expect(agreement.keypoints >= 0.999, "\(agreement)")
    #expect(agreement.matches >= 0.995, "\(agreement)")
    #expect(agreement.confidence <= 1e-3, "\(agreement)")
  }

  @Test func superPointEqualsTheReference() throws {
    let (golden, size) = (try golden("superpoint"), ImageSize(width: 64, height: 45))
    let network = try SuperPoint(weights: RuleWeights.make(SuperPointNetwork.parameters), runtime: try torch())
    var options = ExtractionOptions(subpixel: false)
    options.maxKeypoints = nil
    let found = try network(GrayImage(size: size, values: try #require(golden["image"]).values), options: options)
    #expect(found.keypoints.flatMap { [Float($0.x), Float($0.y)] } == golden["keypoints"]?.values)
    try expect(found.scores, equal: golden["keypointScores"]?.values, within: 1e-5)
    // Of the descriptors each third number is kept.
    let thinned = stride(from: 0, to: found.descriptors.count, by: 3).map { found.descriptors[$0] }
    try expect(thinned, equal: golden["descriptors"]?.values, within: 1e-5)
  }

  @Test func superGlueEqualsTheReference() throws {
    let golden = try golden("superglue")
    let sizes = [ImageSize(width: 64, height: 45), ImageSize(width: 80, height: 120)]
    func features(_ side: Int) throws -> Features {
      let flat = try #require(golden["keypoints\(side)"]).values
      return Features(
        imageSize: sizes[side],
        keypoints: stride(from: 0, to: flat.count, by: 2).map { Point(x: Double(flat[$0]), y: Double(flat[$0 + 1])) },
        scores: try #require(golden["scores\(side)"]).values,
        descriptors: try #require(golden["descriptors\(side)"]).values)
    }
    let network = try SuperGlue(weights: RuleWeights.make(SuperGlueNetwork.parameters), runtime: try torch())
    let found = try network(features(0), features(1))
    #expect(found.matches0.contains { $0 >= 0 } && found.matches0.contains(-1))
    #expect(found.matches0.map(Float.init) == golden["matches0"]?.values)
    #expect(found.matches1.map(Float.init) == golden["matches1"]?.values)
    try expect(found.confidence0, equal: golden["confidence0"]?.values, within: 1e-4)
    try expect(found.confidence1, equal: golden["confidence1"]?.values, within: 1e-4)
  }

  /// Sizes, masks and options of every kind, with the networks on both.
  @Test(arguments: [(1, 1, 4, true), (7, 3, 0, true), (8, 8, 1, false), (300, 2, 2, true), (90, 64, 1000, true)])
  func anySizeIsAnsweredAlike(_ width: Int, _ height: Int, _ radius: Int, _ subpixel: Bool) throws {
    let weights = RuleWeights.make(SuperPointNetwork.parameters)
    let size = ImageSize(width: width, height: height)
    let image = GrayImage(size: size, values: RuleWeights.uniform("anySize", count: size.pixelCount, 0...1))
    let mask = Mask(size: size, values: (0..<size.pixelCount).map { $0 % width < width / 2 + 1 ? 1 : 0 })
    var options = ExtractionOptions(subpixel: subpixel)
    (options.borderPixels, options.detectionThreshold, options.nonMaximumRadius) = (0, 0, radius)
    options.maxKeypoints = nil
    let expected = try SuperPoint(weights: weights, runtime: try InferenceRuntime(), options: SessionOptions())(
      image, mask: mask, options: options)
    let found = try SuperPoint(weights: weights, runtime: try torch())(image, mask: mask, options: options)
    #expect((expected.count > 0 || size.pixelCount == 1) && found.count == expected.count)
    try expect(
      found.keypoints.flatMap { [Float($0.x), Float($0.y)] },
      equal: expected.keypoints.flatMap { [Float($0.x), Float($0.y)] }, within: 1e-4)
    try expect(found.scores, equal: expected.scores, within: 1e-5)
    try expect(found.descriptors, equal: expected.descriptors, within: 1e-5)
  }

  @Test func nothingMatchesAnEmptySet() throws {
    let network = try SuperGlue(weights: RuleWeights.make(SuperGlueNetwork.parameters), runtime: try torch())
    let none = Features(imageSize: ImageSize(width: 8, height: 8), keypoints: [], scores: [], descriptors: [])
    let one = Features(
      imageSize: ImageSize(width: 8, height: 8), keypoints: [Point(x: 1, y: 2)], scores: [0.5],
      descriptors: [Float](repeating: 1.0 / 16, count: 256))
    #expect(try network(none, one) == .none(0, 1))
    #expect(try network(one, one).matches0.count == 1)
  }

  /// In 16 bits an answer is another one, but no worse than the processor's in bf16: most of it is the same.
  @Test(arguments: [Precision.bf16, .f16])
  func sixteenBitsFindMostOfIt(_ precision: Precision) throws {
    let images = (try example("a.jpg"), try example("b.jpg"))
    let found = try registrar("TORCH-CPU") { $0.inference.precision = precision }.match(images.0, images.1)
    let expected = try processorRegistrar.get().match(images.0, images.1)
    // Positions between pixels move with the scores, so that only counts are compared.
    #expect(abs(found.features0.count - expected.features0.count) < expected.features0.count / 20)
    #expect(Double(found.count) > 0.9 * Double(expected.count))
  }
}

/// Compares each value, relative to one or to itself where that is larger.
func expect(_ found: [Float], equal expected: [Float]?, within tolerance: Float) throws {
  let expected = try #require(expected)
  try #require(found.count == expected.count)
  let worst = zip(found, expected).map { abs($0 - $1) / (1 + abs($1)) }.max() ?? 0
  #expect(worst <= tolerance)
}
