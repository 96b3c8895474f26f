import Foundation
import SuperposeGeometry

/// The camera's effects on a picture: it blurs, adds noise and rounds.
struct Camera {
  /// The standard deviation of the blur, in pixels.
  var blur: Float
  /// The standard deviation of the noise, as a fraction of the range of grey values.
  var noise: Float

  static let perfect = Camera(blur: 0, noise: 0)

  static func random(shortSide: Int, using random: inout SplitMix64) -> Camera {
    let sharpest = max(1, Float(shortSide) / 160)
    return Camera(
      blur: random.chance(0.7) ? random.uniform(0.3...1.1) * sharpest : 0,
      noise: random.chance(0.7) ? random.uniform(0...0.05) : 0)
  }

  func expose(_ picture: [Float], width: Int, height: Int, using random: inout SplitMix64) -> [UInt8] {
    var blurred = picture
    if blur > 0 {
      blurred = blurredRows(blurred, width: width, height: height)
      blurred = blurredColumns(blurred, width: width, height: height)
    }
    return blurred.map { value in
      let noisy = noise > 0 ? value + noise * random.noise() : value
      return UInt8(min(255, max(0, (255 * noisy).rounded())))
    }
  }

  private var kernel: [Float] {
    let radius = Int((3 * blur).rounded(.up))
    let weights = (-radius...radius).map { exp(-Float($0 * $0) / (2 * blur * blur)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  private func blurredRows(_ picture: [Float], width: Int, height: Int) -> [Float] {
    let kernel = kernel
    let radius = kernel.count / 2
    var result = [Float](repeating: 0, count: picture.count)
    for row in Swift.stride(from: 0, to: picture.count, by: width) {
      for (k, weight) in kernel.enumerated() {
        for x in 0..<width {
          result[row + x] += weight * picture[row + min(width - 1, max(0, x + k - radius))]
        }
      }
    }
    return result
  }

  private func blurredColumns(_ picture: [Float], width: Int, height: Int) -> [Float] {
    let kernel = kernel
    let radius = kernel.count / 2
    var result = [Float](repeating: 0, count: picture.count)
    for y in 0..<height {
      for (k, weight) in kernel.enumerated() {
        let source = min(height - 1, max(0, y + k - radius)) * width
        for x in 0..<width { result[y * width + x] += weight * picture[source + x] }
      }
    }
    return result
  }
}
