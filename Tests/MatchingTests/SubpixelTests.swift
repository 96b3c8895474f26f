import Foundation
import SuperposeGeometry
import SuperposeNetworks
import Testing

@testable import SuperposeMatching

private let size = ImageSize(width: 32, height: 24)

/// Returns a Gaussian's values at pixels, rotated so that the mixed derivative matters.
private func peak(at x: Float, _ y: Float) -> [Float] {
  (0..<size.pixelCount).map { index in
    let (dx, dy) = (Float(index % size.width) - x, Float(index / size.width) - y)
    return 0.4 * exp(-(dx * dx * 0.5 + dx * dy * 0.2 + dy * dy * 0.3))
  }
}

private func select(_ scores: [Float], subpixel: Bool) -> [[Float]] {
  var options = ExtractionOptions(subpixel: subpixel)
  options.maxKeypoints = 1
  return scores.withUnsafeBufferPointer {
    KeypointSelection.select(from: $0, mapSize: size, imageSize: size, options: options)
  }.map { [$0.x, $0.y] }
}

@Test(arguments: [(10.3, 12.8), (11.0, 9.0), (12.45, 8.6)] as [(Float, Float)])
func thePeakOfAGaussianIsFoundExactly(_ x: Float, _ y: Float) throws {
  let found = try #require(select(peak(at: x, y), subpixel: true).first)
  #expect(abs(found[0] - x) < 1e-3 && abs(found[1] - y) < 1e-3)
  #expect(select(peak(at: x, y), subpixel: false) == [[x.rounded(), y.rounded()]])
}

@Test func whatIsNoPeakStaysWhereItIs() {
  let flat = [Float](repeating: 0.1, count: size.pixelCount)
  let edge = peak(at: 0.2, 5.2)
  func offset(_ scores: [Float], _ x: Int, _ y: Int) -> [Float] {
    let offset = scores.withUnsafeBufferPointer {
      SubpixelPeak.offset(in: $0, width: size.width, height: size.height, x: x, y: y)
    }
    return [offset.x, offset.y]
  }
  #expect(offset(flat, 5, 5) == [0, 0])
  #expect(offset(edge, 0, 5) == [0, 0])
  // On the flank of a peak the quadric's maximum lies far outside the pixel.
  #expect(offset(peak(at: 10, 10), 9, 10).allSatisfy { abs($0) <= NetworkConstants.farthestPeak })
}

@Test func zeroScoresAroundAPeakAreBorne() {
  var scores = [Float](repeating: 0, count: size.pixelCount)
  scores[10 * size.width + 12] = 0.5
  #expect(select(scores, subpixel: true) == [[12, 10]])
}
