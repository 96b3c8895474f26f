import SuperposeTorch

/// A map from old grey values to new ones that does not always keep their order.
struct ToneCurve {
  /// The new values, at equal distances over 0…1.
  private(set) var values: [Float]

  private static let count = 1024

  static let identity = ToneCurve(values: (0..<count).map { Float($0) / Float(count - 1) })

  private init(values: [Float]) { self.values = values }

  static func random(using generator: inout some RandomNumberGenerator) -> ToneCurve {
    var curve = identity
    if generator.chance(0.6) { curve.bend(using: &generator) }
    if generator.chance(0.2) { curve.fold(at: Float(generator.uniform(0.25...0.75))) }
    if generator.chance(0.35) { curve.invert() }
    return curve
  }

  mutating func invert() { values = values.map { 1 - $0 } }

  /// Folds the curve like the Sabattier effect of film: values darker than `level` become bright again.
  mutating func fold(at level: Float) {
    values = values.map { abs($0 - level) / max(level, 1 - level) }
  }

  /// Bends the curve through a few random knots that cosines join, mixed with the curve so far.
  mutating func bend(using generator: inout some RandomNumberGenerator) {
    let knots = (0..<Int(generator.uniform(3...6.99))).map { _ in generator.uniform(0...1) }
    let part = Float(generator.uniform(0.3...1))
    values = values.map { $0 * (1 - part) + part * Self.joined(knots, at: Double($0)) }
  }

  private static func joined(_ knots: [Double], at x: Double) -> Float {
    let place = x * Double(knots.count - 1)
    let left = min(Int(place), knots.count - 2)
    let part = 0.5 - 0.5 * cos(.pi * (place - Double(left)))
    return Float(knots[left] * (1 - part) + knots[left + 1] * part)
  }

  /// - Parameter x: Values in 0…1, of any shape.
  func apply(to x: TorchTensor) -> TorchTensor {
    let index = (x.clamp(0...1) * Float(values.count - 1)).rounded().converted(to: .i64)
    return TorchTensor(values, [values.count]).on(x.device).indexSelected(0, index.reshaped([-1])).reshaped(x.shape)
  }
}
