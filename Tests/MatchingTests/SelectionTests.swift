import SuperposeGeometry
import Testing

@testable import SuperposeMatching

/// The settings of Tools/reference/golden.py.
private let mapSize = ImageSize(width: 64, height: 48)
private let imageSize = ImageSize(width: 61, height: 43)

@Test func selectionAndSamplingEqualTheReference() throws {
  let golden = try Golden("selection")
  var options = ExtractionOptions(subpixel: false)
  options.detectionThreshold = 0.04
  options.nonMaximumRadius = 3
  options.maxKeypoints = 40
  let keypoints = try golden.values("scores").withUnsafeBufferPointer {
    KeypointSelection.select(from: $0, mapSize: mapSize, imageSize: imageSize, options: options)
  }
  try golden.expect("keypoints", equals: keypoints.flatMap { [Float($0.x), Float($0.y)] }, within: 0)
  try golden.expect("keypointScores", equals: keypoints.map(\.score), within: 0)
  let map = try channelsLast(golden)
  let descriptors = map.withUnsafeBufferPointer { DescriptorSampling.sample($0, rows: 6, columns: 8, at: keypoints) }
  try golden.expect("descriptors", equals: descriptors, within: 1e-5)
}

/// Rearranges `[256, 6, 8]` to `[6, 8, 256]`.
private func channelsLast(_ golden: Golden) throws -> [Float] {
  let map = try golden.values("coarseDescriptors")
  return (0..<48).flatMap { cell in (0..<256).map { map[$0 * 48 + cell] } }
}

@Test func fastSamplingEqualsThePlainOneAlsoOutsideTheMap() throws {
  let map = try channelsLast(try Golden("selection"))
  let points = [(0, 0), (3, 2), (4, 4), (31, 17), (60, 44), (63, 47), (0, 47)]
  let keypoints = points.map { KeypointSelection.Keypoint(x: Float($0.0), y: Float($0.1), score: 1) }
  let found = map.withUnsafeBufferPointer { DescriptorSampling.sample($0, rows: 6, columns: 8, at: keypoints) }
  for (index, point) in points.enumerated() {
    let expected = ReferenceDescriptorSampling.sample(
      map, rows: 6, columns: 8, length: 256, x: DescriptorSampling.position(Float(point.0), cells: 8),
      y: DescriptorSampling.position(Float(point.1), cells: 6))
    #expect(zip(expected, found[index * 256..<(index + 1) * 256]).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}

@Test func samplingPositionsRunFromTheFirstCellToTheLast() {
  // By the published convention, x = 3.5 is the first cell's centre and x = 8·w − 1 the last one's.
  #expect(abs(DescriptorSampling.position(4, cells: 10) - 0.5 / 75.5 * 9) < 1e-6)
  #expect(abs(DescriptorSampling.position(79, cells: 10) - 9) < 1e-6)
  #expect(DescriptorSampling.position(5, cells: 1) == 0)
}

@Test func borderIsMeasuredFromTheRealSize() {
  var scores = [Float](repeating: 0, count: mapSize.pixelCount)
  for (x, y) in [(4, 4), (56, 38), (57, 20), (20, 39), (3, 20)] { scores[y * 64 + x] = 0.5 }
  let keypoints = scores.withUnsafeBufferPointer {
    KeypointSelection.select(
      from: $0, mapSize: mapSize, imageSize: imageSize, options: ExtractionOptions(subpixel: false))
  }
  #expect(keypoints.map { [$0.x, $0.y] } == [[4, 4], [56, 38]])
}

/// The best keypoints of what takes part are kept, however good others are; and what is as near to the mask's edge as
/// the border is wide belongs in part to the other side.
@Test func theNumberIsSpentOnWhatTakesPart() {
  var scores = [Float](repeating: 0, count: mapSize.pixelCount)
  let places = [(10, 10), (20, 10), (30, 10), (33, 20), (40, 10), (50, 10)]
  for (index, (x, y)) in places.enumerated() { scores[y * 64 + x] = 0.9 - 0.1 * Float(index) }
  var options = ExtractionOptions(subpixel: false)
  options.maxKeypoints = 2
  func select(_ mask: Mask?) -> [[Float]] {
    scores.withUnsafeBufferPointer {
      KeypointSelection.select(from: $0, mapSize: mapSize, imageSize: imageSize, mask: mask, options: options)
    }.map { [$0.x, $0.y] }
  }
  #expect(select(nil) == [[10, 10], [20, 10]])
  #expect(select(Mask(PixelRectangle(x: 30, y: 0, width: 31, height: 43), in: imageSize)) == [[40, 10], [50, 10]])
  #expect(select(Mask(PixelRectangle(x: 29, y: 0, width: 31, height: 43), in: imageSize)) == [[33, 20], [40, 10]])
  let whole = Mask(size: imageSize, values: [UInt8](repeating: 1, count: imageSize.pixelCount))
  #expect(select(whole) == select(nil))
}

@Test func theThresholdIsExceededAndEqualScoresComeInReadingOrder() {
  var scores = [Float](repeating: 0, count: mapSize.pixelCount)
  scores[10 * 64 + 10] = 0.005
  scores[10 * 64 + 20] = 0.3
  scores[10 * 64 + 30] = 0.4
  scores[20 * 64 + 10] = 0.3
  var options = ExtractionOptions(subpixel: false)
  options.maxKeypoints = nil
  let keypoints = scores.withUnsafeBufferPointer {
    KeypointSelection.select(from: $0, mapSize: mapSize, imageSize: imageSize, options: options)
  }
  #expect(keypoints.map { [$0.x, $0.y] } == [[30, 10], [20, 10], [10, 20]])
}
