import SuperposeTorch

/// Other looks of the same scene: another light, another season, another sensor. Each view draws its own, so that the
/// two views of a pair differ as a photograph differs from an infrared picture, a map or a picture at night.
///
/// Nothing moves: a point of the view stays at its pixel.
public struct Looks: Sendable {
  /// The share of views that change at all. The others are grey, with colours weighed as the eye does.
  public var share: Double
  /// A number from 0 to 1 that scales the share and the number of changes in a look.
  public var strength: Double

  public init(share: Double, strength: Double = 1) {
    self.share = share
    self.strength = strength
  }

  public static let none = Looks(share: 0)

  /// Returns the looks for an early step: their strength rises over the first `steps`.
  func risen(step: Int, over steps: Int) -> Looks {
    var risen = self
    risen.strength *= steps > 0 ? min(1, Double(step) / Double(steps)) : 1
    return risen
  }

  /// Applies a random look.
  ///
  /// - Parameters:
  ///   - view: The view in 0…1, `[1, C, H, W]`, where C is 1 or 3 and sides are multiples of 8.
  ///   - generator: The source of randomness.
  /// - Returns: The grey view in 0…1, `[1, 1, H, W]`.
  func apply(to view: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor {
    guard share > 0, strength > 0, generator.chance(share * strength) else { return ColourMixing.grey(view) }
    var x = generator.chance(0.5) ? ColourMixing.random(view, using: &generator) : ColourMixing.grey(view)
    for change in LookChange.allCases where generator.chance(change.probability * (0.3 + 0.7 * strength)) {
      x = change.apply(to: x, colours: view, using: &generator).clamp(0...1)
    }
    return Sensor.exposed(x)
  }
}

/// The changes that a look consists of, in the order in which light passes: scene, air, sensor, file.
enum LookChange: String, CaseIterable {
  case regions, shadows, night, haze, edges, tones, resolution, speckle, stripes, blocks

  /// The probability that the change is part of a look at full strength.
  var probability: Double {
    switch self {
    case .regions: 0.3
    case .shadows: 0.25
    case .night: 0.12
    case .haze: 0.15
    case .edges: 0.08
    case .tones: 0.55
    case .resolution: 0.2
    case .speckle: 0.15
    case .stripes: 0.08
    case .blocks: 0.25
    }
  }

  /// Applies the change.
  ///
  /// - Parameters:
  ///   - x: The view so far, in 0…1, `[1, 1, H, W]`.
  ///   - colours: The view as the photograph shows it, `[1, C, H, W]`.
  ///   - generator: The source of randomness.
  /// - Returns: The changed view, which may leave 0…1, `[1, 1, H, W]`.
  func apply(to x: TorchTensor, colours: TorchTensor, using generator: inout some RandomNumberGenerator) -> TorchTensor
  {
    switch self {
    case .regions: Regions.retoned(x, colours: colours, using: &generator)
    case .shadows: Light.shadows(x, using: &generator)
    case .night: Light.night(x, using: &generator)
    case .haze: Light.haze(x, using: &generator)
    case .edges: Edges.drawn(x, using: &generator)
    case .tones: ToneCurve.random(using: &generator).apply(to: x)
    case .resolution: Sensor.coarse(x, using: &generator)
    case .speckle: Sensor.speckle(x, using: &generator)
    case .stripes: Sensor.stripes(x, using: &generator)
    case .blocks: BlockCompression.random(using: &generator).apply(to: x)
    }
  }
}
