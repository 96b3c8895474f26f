import SuperposeGeometry
import SuperposeTorch
import Testing
import TrainingTestSupport

@testable import SuperposeMatching
@testable import SuperposeTraining

private let size = ImageSize(width: 61, height: 47)

/// Returns score maps without two equal values, one of them almost everywhere zero.
private func map(_ index: Int) -> [Float] {
  let values = numbers("map\(index)", size.pixelCount, 0...1)
  return values.enumerated().map { Float(index == 2 && $0 % 97 != 0 ? 0 : $1) }
}

@Suite(.usesTorch)
struct KeypointSelectionTests {
  @Test(arguments: [1, 3, 4])
  func suppressionEqualsThePlainForm(radius: Int) {
    let scores = TorchTensor((0..<3).flatMap(map), [3, 1, size.height, size.width])
    let kept = scores.suppressed(radius: radius).scores.floats()
    for index in 0..<3 {
      let found = kept[index * size.pixelCount..<(index + 1) * size.pixelCount]
      let survivors = ReferenceNonMaximumSuppression.survivors(
        of: map(index), width: size.width, height: size.height, radius: radius)
      #expect(found.enumerated().filter { $0.element > 0 }.map(\.offset) == survivors)
      #expect(zip(found, map(index)).allSatisfy { $0 == 0 || $0 == $1 })
    }
  }

  @Test func ofEqualMaximaInAWindowTheFirstStays() {
    var scores = [Float](repeating: 0, count: size.pixelCount)
    // Three pairs lie side by side, one above the other and at the window's corner, and two pairs are far enough apart.
    let places = [(10, 10), (11, 10), (30, 10), (30, 13), (50, 10), (46, 14), (10, 30), (15, 30)]
    for (x, y) in places { scores[y * size.width + x] = 0.5 }
    let kept = TorchTensor(scores, [1, 1, size.height, size.width]).suppressed(radius: 4).scores.floats()
    let survivors = ReferenceNonMaximumSuppression.survivors(
      of: scores, width: size.width, height: size.height, radius: 4)
    #expect(survivors.count == 5)
    #expect(kept.indices.filter { kept[$0] > 0 } == survivors)
  }

  @Test func theBestAreThoseOfTheProduct() {
    var options = ExtractionOptions(subpixel: false)
    options.maxKeypoints = 15
    options.detectionThreshold = 0
    let scores = TorchTensor((0..<2).flatMap(map), [2, 1, size.height, size.width])
    let selected = selectKeypoints(scores, count: 15)
    let (points, values) = (selected.points.floats(), selected.scores.floats())
    for image in 0..<2 {
      let expected = map(image).withUnsafeBufferPointer {
        KeypointSelection.select(from: $0, mapSize: size, imageSize: size, options: options)
      }
      #expect(expected.count == 15)
      for (rank, keypoint) in expected.enumerated() {
        let index = image * 15 + rank
        #expect(points[2 * index] == Float(keypoint.x) && points[2 * index + 1] == Float(keypoint.y))
        #expect(abs(values[index] - keypoint.score) < 2e-6)
      }
    }
  }

  /// Where too few keypoints are found, others make up the number, within the border and with a score of zero.
  @Test func fillersHaveNoScore() {
    var scores = [Float](repeating: 0, count: size.pixelCount)
    scores[20 * size.width + 30] = 0.5
    let selected = selectKeypoints(TorchTensor(scores, [1, 1, size.height, size.width]), count: 50)
    let (points, values) = (selected.points.floats(), selected.scores.floats())
    #expect(points[0] == 30 && points[1] == 20 && abs(values[0] - 0.5) < 2e-6)
    #expect(values.dropFirst().allSatisfy { $0 <= 1e-6 })
    let (columns, rows) = (4..<Float(size.width - 4), 4..<Float(size.height - 4))
    for index in 0..<50 {
      #expect(columns.contains(points[2 * index]) && rows.contains(points[2 * index + 1]))
    }
    let places = stride(from: 0, to: 100, by: 2).map { points[$0] + 1000 * points[$0 + 1] }
    #expect(Set(places).count == 50)
  }
}
