import Foundation
import Superpose
import SuperposeGeometry
import SuperposeImaging

/// A random change of a grey picture's light and sharpness.
public struct PhotometricChange: Sendable, Hashable {
  /// The strongest changes, in both directions. Grey values are in 0…1.
  public struct Options: Codable, Hashable, Sendable {
    /// The number that is added to grey values.
    public var brightness = 0.15
    /// The factor by which contrast, and also gamma, are multiplied or divided.
    public var contrast = 1.3
    /// The strongest gamma.
    public var gamma = 1.4
    /// The standard deviation of the noise.
    public var noise = 0.02
    /// The standard deviation of the blur, in pixels.
    public var blurPixels = 1.0
    /// How much darker or brighter a soft spot is, 0…1.
    public var shading = 0.4

    /// The defaults.
    public init() {}

    /// No change at all.
    public static var none: Options {
      var options = Options()
      (options.brightness, options.contrast, options.gamma) = (0, 1, 1)
      (options.noise, options.blurPixels, options.shading) = (0, 0, 0)
      return options
    }
  }

  let brightness: Double
  let contrast: Double
  let gamma: Double
  let noise: Double
  let blurPixels: Double
  let shading: Shading
  private let noiseSeed: UInt64

  init(_ options: Options, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    brightness = generator.uniform(in: -options.brightness...options.brightness)
    contrast = pow(options.contrast, generator.uniform(in: -1...1))
    gamma = pow(options.gamma, generator.uniform(in: -1...1))
    noise = options.noise * generator.unit()
    blurPixels = options.blurPixels * generator.unit()
    shading = Shading(strongest: options.shading, &generator)
    noiseSeed = generator.next()
  }

  /// - Precondition: The image is 8-bit grey.
  func applied(to image: Image) -> Image {
    let size = image.size
    var values = image.values(as: UInt8.self).map { Float($0) / 255 }
    GaussianBlur(pixels: blurPixels).apply(to: &values, size)
    shading.apply(to: &values, size)
    applyTone(to: &values)
    applyNoise(to: &values)
    return Image(size: size, channels: 1, values: values.map { UInt8((min(max($0, 0), 1) * 255).rounded()) })
  }

  private func applyTone(to values: inout [Float]) {
    // A table with steps of 1/4096 is finer than the 8 bits that are written.
    let table = (0...4096).map { step in
      let toned = pow(Double(step) / 4096, gamma)
      return Float((toned - 0.5) * contrast + 0.5 + brightness)
    }
    for index in values.indices { values[index] = table[Int(min(max(values[index], 0), 1) * 4096)] }
  }

  private func applyNoise(to values: inout [Float]) {
    guard noise > 0 else { return }
    var generator = SplitMix64(seed: noiseSeed)
    for index in stride(from: 0, to: values.count - 1, by: 2) {
      let pair = generator.normalPair()
      values[index] += Float(noise) * pair.0
      values[index + 1] += Float(noise) * pair.1
    }
  }
}

/// A soft elliptic spot, darker or brighter than the rest.
struct Shading: Sendable, Hashable {
  /// The centre and the radii, as fractions of the picture's sides.
  let x, y, radiusX, radiusY: Double
  /// The change in the middle, which falls off outwards. Grey values are multiplied by one plus it.
  let strength: Double

  init(strongest: Double, _ generator: inout SplitMix64) {
    (x, y) = (generator.unit(), generator.unit())
    (radiusX, radiusY) = (generator.uniform(in: 0.15...0.6), generator.uniform(in: 0.15...0.6))
    strength = strongest * generator.uniform(in: -1...1)
  }

  func apply(to values: inout [Float], _ size: ImageSize) {
    guard strength != 0 else { return }
    let columns = profile(size.width, centre: x, radius: radiusX)
    let rows = profile(size.height, centre: y, radius: radiusY)
    for row in 0..<size.height {
      let factor = Float(strength) * rows[row]
      for column in 0..<size.width { values[row * size.width + column] *= 1 + factor * columns[column] }
    }
  }

  /// A Gaussian is the product of one along x and one along y.
  private func profile(_ count: Int, centre: Double, radius: Double) -> [Float] {
    (0..<count).map { index in
      let distance = (Double(index) / Double(count) - centre) / radius
      return Float(exp(-distance * distance / 2))
    }
  }
}

/// A separable blur that repeats the picture's border outside of it.
struct GaussianBlur {
  private let kernel: [Float]

  /// - Parameter pixels: The standard deviation. Below a quarter of a pixel the picture stays as it is.
  init(pixels: Double) {
    guard pixels >= 0.25 else {
      kernel = [1]
      return
    }
    let radius = Int((3 * pixels).rounded(.up))
    let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * pixels * pixels)) }
    let sum = weights.reduce(0, +)
    kernel = weights.map { Float($0 / sum) }
  }

  func apply(to values: inout [Float], _ size: ImageSize) {
    guard kernel.count > 1 else { return }
    let rows = blurred(values, length: size.width, count: size.height, step: 1, stride: size.width)
    values = blurred(rows, length: size.height, count: size.width, step: size.width, stride: 1)
  }

  /// Blurs along lines of `length` values that lie `step` apart; the `count` lines begin `stride` apart.
  private func blurred(_ values: [Float], length: Int, count: Int, step: Int, stride: Int) -> [Float] {
    let radius = kernel.count / 2
    var result = values
    for line in 0..<count {
      for position in 0..<length {
        var sum: Float = 0
        for tap in -radius...radius {
          let neighbour = min(max(position + tap, 0), length - 1)
          sum += kernel[tap + radius] * values[line * stride + neighbour * step]
        }
        result[line * stride + position * step] = sum
      }
    }
    return result
  }
}
