import Foundation

extension Scene {
  mutating func polygon() -> Drawing {
    let center = extent * 0.2 + random.point(scale: extent * 0.6)
    return polygons([(center, random.uniform(0.2...0.6) * shortSide)])
  }

  mutating func polygons() -> Drawing {
    let largest = max(0.25 * shortSide, 2 * smallest)
    return polygons(circles(upTo: random.integer(2...8), radius: 1.5 * smallest...largest))
  }

  /// Draws round shapes, which have no corners.
  mutating func ellipses() -> Drawing {
    var drawing = Drawing()
    for (center, radius) in circles(upTo: random.integer(1...8), radius: smallest...0.3 * shortSide + smallest) {
      let axes = Vector(1, random.uniform(0.4...1)) * radius
      let tilt = Vector(angle: random.uniform(0...(.pi)))
      let outline = (0..<64).map { i -> Vector in
        let p = Vector(angle: Float(i) * 2 * .pi / 64) * axes
        return center + tilt * p.x + tilt.normal * p.y
      }
      drawing.add(outline, palette.fill(palette.tone(using: &random), center: center, radius: radius, using: &random))
    }
    return drawing
  }

  private mutating func polygons(_ circles: [(center: Vector, radius: Float)]) -> Drawing {
    var drawing = Drawing()
    for (center, radius) in circles {
      let outline = outline(center, radius)
      drawing.add(outline, palette.fill(palette.tone(using: &random), center: center, radius: radius, using: &random))
      drawing.points += outline
    }
    return drawing
  }

  /// Returns corners in the order of their direction from the centre, each of them sharp enough to count.
  private mutating func outline(_ center: Vector, _ radius: Float) -> [Vector] {
    for _ in 0..<20 {
      let outline = anyOutline(center, radius, corners: random.integer(3...6), jitter: 0.3)
      if hasCorners(outline) { return outline }
    }
    return anyOutline(center, radius, corners: 3, jitter: 0)
  }

  private mutating func anyOutline(_ center: Vector, _ radius: Float, corners: Int, jitter: Float) -> [Vector] {
    let start = random.uniform(0...2 * .pi)
    return (0..<corners).map { i in
      let angle = start + (Float(i) + random.uniform(-jitter...jitter)) * 2 * .pi / Float(corners)
      return center + Vector(angle: angle) * (radius * (1 - random.uniform(0...2 * jitter)))
    }
  }

  /// Whether every side is long enough and every turn is between 30° and 150°, in either direction.
  private func hasCorners(_ outline: [Vector]) -> Bool {
    outline.indices.allSatisfy { i in
      let before = outline[i] - outline[(i + outline.count - 1) % outline.count]
      let after = outline[(i + 1) % outline.count] - outline[i]
      let turn = abs(atan2(Vector.cross(before, after), Vector.dot(before, after)))
      return before.length > smallest && turn > .pi / 6 && turn < 5 * .pi / 6
    }
  }
}
