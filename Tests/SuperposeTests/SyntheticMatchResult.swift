import SuperposeGeometry
import SuperposeMatching

@testable import Superpose

/// Makes a result with matches at positions in original pixels of both images.
func matchResult(
  _ pairs: [(Point, Point)], movingSize: ImageSize = ImageSize(width: 640, height: 480),
  fixedSize: ImageSize = ImageSize(width: 640, height: 480), resize: ResizePolicy = .none, confidence: Float = 0.9
) -> MatchResult {
  let frames = [movingSize, fixedSize].map { Frame(original: $0, network: resize.size(for: $0)) }
  let pictures = frames.map { frame in
    let black = [Float](repeating: 0, count: frame.network.pixelCount)
    return Picture(frame: frame, gray: GrayImage(size: frame.network, values: black))
  }
  func features(_ points: [Point], _ frame: Frame) -> Features {
    Features(
      imageSize: frame.network, keypoints: points.map { frame.networkFromOriginal($0) },
      scores: [Float](repeating: 0.5, count: points.count),
      descriptors: [Float](repeating: 0.0625, count: points.count * 256))
  }
  let indices = Array(pairs.indices)
  let confidences = [Float](repeating: confidence, count: pairs.count)
  return MatchResult(
    features0: features(pairs.map(\.0), frames[0]), features1: features(pairs.map(\.1), frames[1]),
    matches: Matches(matches0: indices, matches1: indices, confidence0: confidences, confidence1: confidences),
    pictures: Pictures(moving: pictures[0], fixed: pictures[1]))
}

extension JudgedTransform {
  init(_ matches: MatchResult, _ estimate: TransformEstimate?) {
    self.init(matches.points, estimate) { (matches.pictures.moving.gray, matches.pictures.fixed.gray) }
  }
}

/// Returns a grid of points over an image, with the points that a transform maps them to.
func gridPairs(_ transform: Homography, over size: ImageSize, columns: Int = 8, rows: Int = 6) -> [(Point, Point)] {
  (0..<rows).flatMap { row in
    (0..<columns).map { column in
      let p = Point(
        x: (Double(column) + 0.5) * Double(size.width) / Double(columns),
        y: (Double(row) + 0.5) * Double(size.height) / Double(rows))
      return (p, transform(p))
    }
  }
}
