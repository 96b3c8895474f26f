import SuperposeTorch

/// Changes of light: shadows, night and haze.
enum Light {
  /// Makes one to three areas with straight sides darker or brighter.
  static func shadows(_ x: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    let (height, width) = (x.shape[2], x.shape[3])
    var x = x
    for _ in 0..<Int(generator.uniform(1...3.99)) {
      let centre = (generator.uniform(0...Double(width)), generator.uniform(0...Double(height)))
      var inside = x * 0 + 1
      for _ in 0..<Int(generator.uniform(2...4.99)) {
        let angle = generator.uniform(0...2 * .pi)
        let reach = generator.uniform(0.05...0.5) * Double(width)
        let (c, s) = (cos(angle), sin(angle))
        let softness = generator.logUniform(0.3...8)
        let distance = ramp(x, c, s, reach - c * centre.0 - s * centre.1) / Float(softness)
        inside = inside * distance.sigmoid()
      }
      let light = generator.chance(0.75) ? generator.uniform(0.2...0.8) : generator.uniform(1.2...2)
      x = x * (inside * Float(light - 1) + 1)
    }
    return x
  }

  /// Makes the picture dark, with a few lamps and the noise of an exposure that is too short.
  static func night(_ x: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    let (height, width) = (x.shape[2], x.shape[3])
    let gamma = TorchTensor(Float(generator.uniform(1.3...3))).on(x.device)
    var dark = x.atLeast(1e-4).pow(gamma) * Float(generator.uniform(0.15...0.7))
    for _ in 0..<Int(generator.uniform(0...6.99)) {
      let radius = generator.logUniform(2...0.25 * Double(width))
      let across = bell(width, at: generator.uniform(0...Double(width)), radius)
      let down = bell(height, at: generator.uniform(0...Double(height)), radius)
      let lamp =
        TorchTensor(down, [1, 1, height, 1]).on(x.device) * TorchTensor(across, [1, 1, 1, width]).on(x.device)
      // A lamp lights what is near and dazzles.
      let (lit, glare) = (Float(generator.uniform(0...1)), Float(generator.uniform(0...0.8)))
      dark = dark + lamp * x * lit + lamp * glare
    }
    let gain = Float(generator.uniform(1...2))
    let noise = Float(generator.uniform(0.005...0.05))
    return (dark + dark.randomNormal() * (dark.atLeast(0) + 0.05).sqrt() * noise) * gain
  }

  /// Adds the light of the air where the view is deep: thicker to one side, and in banks.
  static func haze(_ x: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    let (height, width) = (x.shape[2], x.shape[3])
    let angle = generator.uniform(0...2 * .pi)
    let slope = generator.uniform(0...1.5)
    let side = Double(max(height, width))
    let banks = (0..<16).map { _ in Float(generator.uniform(0...1)) }
    let depth =
      ramp(x, cos(angle) / side * slope, sin(angle) / side * slope, generator.uniform(0.2...1.5))
      + TorchTensor(banks, [1, 1, 4, 4]).on(x.device).resized(height: height, width: width)
      * Float(generator.uniform(0...0.8))
    let through = (depth.atLeast(0) * Float(-generator.uniform(0.5...1.5))).exp()
    let air = Float(generator.uniform(0.5...1))
    return x * through + (through * -1 + 1) * air
  }

  /// Returns `a x + b y + c` at every pixel.
  private static func ramp(_ like: TorchTensor, _ a: Double, _ b: Double, _ c: Double) -> TorchTensor {
    let (height, width) = (like.shape[2], like.shape[3])
    let columns = TorchTensor.range(width, on: like.device).reshaped([1, 1, 1, width]) * Float(a)
    let rows = TorchTensor.range(height, on: like.device).reshaped([1, 1, height, 1]) * Float(b)
    return columns + rows + Float(c)
  }

  private static func bell(_ count: Int, at centre: Double, _ radius: Double) -> [Float] {
    (0..<count).map { Float(exp(-0.5 * (Double($0) - centre) * (Double($0) - centre) / (radius * radius))) }
  }
}
