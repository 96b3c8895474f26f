import Foundation
import SuperposeGeometry
import SuperposeImaging
import SuperposeInference
import SuperposeNetworks
import SuperposeONNX
import Testing

@testable import Superpose

/// The steps that the scripts published with SuperPoint apply to its score map, in plain code: three rounds of
/// suppression by maximum pooling, threshold 0.005, a border of 4 pixels, and the best 700.
private struct PlainSelection {
  let width: Int
  let height: Int

  func keypoints(_ scores: [Float]) -> [Point] {
    let kept = suppressed(scores)
    let candidates = kept.indices.filter { index in
      let (y, x) = index.quotientAndRemainder(dividingBy: width)
      return kept[index] > 0.005 && (4..<width - 4).contains(x) && (4..<height - 4).contains(y)
    }
    return candidates.sorted { kept[$0] > kept[$1] }.prefix(700).map {
      Point(x: Double($0 % width), y: Double($0 / width))
    }
  }

  private func suppressed(_ scores: [Float]) -> [Float] {
    var isMaximum = zip(scores, pooled(scores)).map { $0 == $1 }
    for _ in 0..<2 {
      let isNear = pooled(isMaximum.map { $0 ? 1 : 0 }).map { $0 > 0 }
      let rest = zip(scores, isNear).map { $1 ? 0 : $0 }
      let highest = pooled(rest)
      for i in isMaximum.indices where rest[i] == highest[i] && !isNear[i] { isMaximum[i] = true }
    }
    return zip(scores, isMaximum).map { $1 ? $0 : 0 }
  }

  /// Returns the maxima of 9x9 values, first along rows and then along columns.
  private func pooled(_ values: [Float]) -> [Float] {
    pooled(pooled(values, along: width, step: 1), along: height, step: width)
  }

  private func pooled(_ values: [Float], along length: Int, step: Int) -> [Float] {
    var result = values
    for i in values.indices {
      let place = i / step % length
      for offset in max(-4, -place)...min(4, length - 1 - place) {
        result[i] = max(result[i], values[i + offset * step])
      }
    }
    return result
  }
}

@Test func classicFindsTheKeypointsOfThePlainScript() throws {
  let image = try Image(
    contentsOf: URL(fileURLWithPath: #filePath).appendingPathComponent("../../../examples/a.jpg").standardized)
  let size = ImageSize(width: 640, height: 640)
  let found = try Detector(configuration: .classic, library: .standard).detect(image)
  let scores = try scoreMap(of: image.gray().resized(to: size).values(as: UInt8.self).map { Float($0) / 255 }, size)
  let originalFromResized = PixelGrid.resize(from: size, to: image.size)
  let expected = PlainSelection(width: 640, height: 640).keypoints(scores).map { originalFromResized($0) }
  #expect(found.count == 700)
  #expect(Set(found.keypoints) == Set(expected))
}

/// Runs SuperPoint's network alone, in 32 bits.
private func scoreMap(of values: [Float], _ size: ImageSize) throws -> [Float] {
  let graph = GraphBuilder(name: "scores")
  let image = graph.input("image", .float32, [1, 1, 640, 640])
  let weights = try WeightsLibrary.standard.load(nil, for: .superpoint).parameters
  let backend = ONNXBackend(graph: graph, parameters: weights)
  let heads = SuperPointNetwork.heads(image, on: backend)
  graph.output(SuperPointNetwork.scores(heads.logits, on: backend), as: "scores", .float32, [1, 1, 640, 640])
  var options = SessionOptions()
  options.precision = .f32
  let session = try InferenceSession(
    model: try graph.model(), inputs: [TensorContract("image", [1, 1, 640, 640])],
    outputs: [TensorContract("scores", [1, 1, 640, 640])], runtime: try InferenceRuntime(), options: options)
  let input = InputTensor(shape: [1, 1, size.height, size.width], values: values)
  return try session.run([input]) { Array($0[0].values) }
}
