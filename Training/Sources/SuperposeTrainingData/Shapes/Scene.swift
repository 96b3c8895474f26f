import SuperposeGeometry

/// Draws random shapes for a picture, with one method for each kind.
struct Scene {
  let size: ImageSize
  let palette: Palette
  var random: SplitMix64

  var extent: Vector { Vector(Float(size.width - 1), Float(size.height - 1)) }
  var shortSide: Float { Float(size.shortSide) }
  /// The size below which a detail gets no point, in pixels.
  var smallest: Float { max(6, shortSide / 16) }

  mutating func draw(_ kind: SyntheticShapes.Kind) -> Drawing {
    switch kind {
    case .lines: lines()
    case .polygon: polygon()
    case .polygons: polygons()
    case .ellipses: ellipses()
    case .star: star()
    case .checkerboard: checkerboard()
    case .stripes: stripes()
    case .cube: cube()
    case .noise: Drawing()
    }
  }

  mutating func thickness() -> Float { random.uniform(1.2...max(2.5, shortSide / 50)) }

  /// Returns up to `count` circles that do not overlap, with their centres on the picture.
  mutating func circles(upTo count: Int, radius: ClosedRange<Float>) -> [(center: Vector, radius: Float)] {
    var circles: [(center: Vector, radius: Float)] = []
    for _ in 0..<3 * count where circles.count < count {
      let new = (center: random.point(scale: extent), radius: random.uniform(radius))
      let isFree = circles.allSatisfy { ($0.center - new.center).length > $0.radius + new.radius + 2 }
      if isFree { circles.append(new) }
    }
    return circles
  }
}
