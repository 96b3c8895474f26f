import SuperposeTorch

/// The defects of other sensors.
enum Sensor {
  /// Shrinks the picture and enlarges it again, as a sensor with fewer pixels or a lens that is not sharp would.
  static func coarse(_ x: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    let factor = generator.uniform(1.3...3.5)
    let (height, width) = (x.shape[2], x.shape[3])
    let (rows, columns) = (Int(Double(height) / factor), Int(Double(width) / factor))
    return x.smoothed(sigma: 0.4 * factor).resized(height: rows, width: columns).resized(height: height, width: width)
  }

  /// Sets the gain as a sensor does by itself: a picture with almost no contrast gets some, around a medium grey.
  static func exposed(_ x: TorchTensor) -> TorchTensor {
    let mean = x.mean([1, 2, 3], keep: true)
    let deviation = (x - mean).square().mean([1, 2, 3], keep: true).sqrt()
    let isFlat = deviation.less(leastDeviation)
    return isFlat.choose((x - mean) / deviation.atLeast(0.001) * (2 * leastDeviation) + 0.5, x).clamp(0...1)
  }

  private static let leastDeviation: Float = 0.05

  /// Adds the speckle of coherent light, as in radar, ultrasound and laser pictures: in proportion to the brightness,
  /// and as coarse as the sensor's resolution.
  static func speckle(_ x: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    let strength = Float(generator.logUniform(0.03...0.25))
    let sigma = generator.uniform(0...1.2)
    let noise = sigma < 0.3 ? x.randomNormal() : x.randomNormal().smoothed(sigma: sigma) * Float(1 + 3 * sigma)
    return x * (noise * strength + 1).atLeast(0)
  }

  /// Adds rows or columns of uneven brightness, as in pictures of microbolometers and scanners.
  static func stripes(_ x: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    let isColumns = generator.chance(0.5)
    let count = x.shape[isColumns ? 3 : 2]
    let strength = generator.uniform(0.01...0.08)
    let values = (0..<count).map { _ in Float(strength * generator.normal()) }
    return x + TorchTensor(values, isColumns ? [1, 1, 1, count] : [1, 1, count, 1]).on(x.device)
  }
}
