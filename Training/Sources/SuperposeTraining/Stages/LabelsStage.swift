import Foundation
import SuperposeFiles
import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch
import SuperposeTrainingData

/// Homographic adaptation (DeTone et al. 2018, section 5): a detector's scores of many warped views of a photograph are
/// mapped back and averaged. The mean finds points that a single view misses, and favours those that are found again.
///
/// The detector is any function from images `[B, 1, H, W]` to scores of the same shape: MagicPoint, or
/// ``CornerScores``. Where views have looks of their own, points that only one kind of light or sensor shows lose to
/// those that all of them show.
struct LabelsStage {
  typealias Detector = (TorchTensor) -> TorchTensor

  /// The number of views of a photograph, of which the first is the photograph itself.
  var views = 30
  /// The short side of the photograph that is labelled, in pixels.
  var shortSide = 240
  /// The largest number of points per 320×240 pixels.
  var density = 300.0
  /// The least mean score of a point, as a fraction of the photograph's strongest.
  var threshold: Float = 0.01
  var seed: UInt64 = 1
  var looks = Looks.none

  static let name = "labels"
  private static let batch = 4

  func run(_ store: PhotographStore, _ detector: Detector, file: URL, progress: ProgressLine) throws {
    let names = (0..<store.pack.count).map { store.pack[$0].name }
    let done = try KeypointLabels(contentsOf: file, expecting: names).points.count
    let lines = LineFile(file.path)
    try lines.replace(with: lines.lines().prefix(done))
    var found = 0
    for index in done..<names.count {
      let points = label(index, in: store, with: detector)
      found += points.count
      try lines.append(JSON.line(KeypointLabels.Line(photograph: names[index], points: points)))
      if progress.isDue {
        progress.show(
          Self.name, step: index + 1, done: Double(index + 1) / Double(names.count),
          [("points per photograph", Float(found) / Float(index + 1 - done))])
      }
      if Interruption.isRequested {
        throw TrainingError(
          .stopped, "stopped after \(index + 1) of \(names.count) photographs; the same command goes on from there")
      }
    }
  }

  /// Returns (x, y, score) of each point in pixels of the photograph, strongest first.
  func label(_ index: Int, in store: PhotographStore, with detector: Detector) -> [[Float]] {
    let photograph = store.size(of: index)
    let scale = min(1, Double(shortSide) / Double(photograph.shortSide))
    func side(_ length: Int) -> Int { max(32, Int((Double(length) * scale / 8).rounded()) * 8) }
    let size = ImageSize(width: side(photograph.width), height: side(photograph.height))
    let photographFromImage = PixelGrid.resize(from: size, to: photograph)
    Torch.seed(seed &+ UInt64(index))
    let mean = Torch.withoutGradients { meanScores(index, photograph, size, photographFromImage, store, detector) }
    return peaks(mean, size).map { point, score in
      let p = photographFromImage(point)
      return [Float(p.x), Float(p.y), score]
    }
  }

  /// Returns the mean score of each pixel, `[1, 1, H, W]`.
  private func meanScores(
    _ index: Int, _ photograph: ImageSize, _ size: ImageSize, _ photographFromImage: Homography,
    _ store: PhotographStore, _ detector: Detector
  ) -> TorchTensor {
    var generator = SplitMix64(seed: seed, stream: UInt64(index))
    var sampler = ViewSampler(size: size)
    sampler.scale = 0.5...1.1
    sampler.perspective = 0.25
    sampler.rotation = 90
    sampler.borderShare = 1
    let maps =
      [photographFromImage] + (1..<max(1, views)).map { _ in sampler.sample(photograph: photograph, using: &generator) }
    let renderer = ViewRenderer(store, size: size)
    let pixels = ViewRenderer.pixelGrid(size, on: store.device)
    var sum = TorchTensor.zeros([1, 1, size.height, size.width], on: store.device)
    var count = sum
    for first in stride(from: 0, to: maps.count, by: Self.batch) {
      let part = Array(maps[first..<min(first + Self.batch, maps.count)])
      let scores = detector(renderer.render(part.map { (index, $0) }, looks: looks, using: &generator))
      let grids = part.map { map in
        ViewRenderer.grid(pixels, (map.inverse ?? .identity) * photographFromImage, into: size, size)
      }
      let grid = TorchTensor.concatenated(grids, axis: 0)
      sum = sum + scores.gridSampled(grid, alignCorners: false).sum([0], keep: true)
      count = count + (scores * 0 + 1).gridSampled(grid, alignCorners: false).sum([0], keep: true)
    }
    return sum / count.atLeast(1)
  }

  /// Returns the maxima of the mean score, refined to fractions of a pixel by a parabola through the neighbours.
  private func peaks(_ mean: TorchTensor, _ size: ImageSize) -> [(Point, Float)] {
    let limit = Int((density * Double(size.pixelCount) / (320 * 240)).rounded())
    let keypoints = selectKeypoints(mean, count: max(1, min(limit, size.pixelCount / 64)))
    let (points, scores, map) = (keypoints.points.floats(), keypoints.scores.floats(), mean.floats())
    func at(_ x: Int, _ y: Int) -> Float {
      map[min(max(y, 0), size.height - 1) * size.width + min(max(x, 0), size.width - 1)]
    }
    func offset(_ left: Float, _ centre: Float, _ right: Float) -> Double {
      let curvature = left - 2 * centre + right
      return curvature < -1e-9 ? Double(max(-0.5, min(0.5, 0.5 * (left - right) / curvature))) : 0
    }
    let pixels = scores.indices.map { (x: Int(points[2 * $0]), y: Int(points[2 * $0 + 1])) }
    // The limit uses the map's own values: those of the selection hold a little noise, which can exceed the scores of a
    // pale photograph.
    let least = max(1e-7, threshold * (pixels.first.map { at($0.x, $0.y) } ?? 0))
    return pixels.filter { at($0.x, $0.y) > least }.map { x, y in
      let refined = Point(
        x: Double(x) + offset(at(x - 1, y), at(x, y), at(x + 1, y)),
        y: Double(y) + offset(at(x, y - 1), at(x, y), at(x, y + 1)))
      return (refined, at(x, y))
    }
  }
}
