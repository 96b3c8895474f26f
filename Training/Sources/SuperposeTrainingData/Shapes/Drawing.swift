/// Shapes before they become pixels: areas that hardly overlap, and the places of their corners.
struct Drawing {
  struct Area {
    var outline: [Vector]
    var fill: Fill
  }

  /// A grey value in 0...1 that may change along a direction.
  struct Fill {
    var tone: Float
    var gradient = Vector.zero
    var center = Vector.zero

    func callAsFunction(x: Int, y: Int) -> Float {
      tone + Vector.dot(gradient, Vector(Float(x), Float(y)) - center)
    }
  }

  var areas: [Area] = []
  var points: [Vector] = []

  mutating func add(_ outline: [Vector], _ fill: Fill) { areas.append(Area(outline: outline, fill: fill)) }

  /// Paints the shapes over a picture. Pieces with a common edge share the pixels on it, so that nothing shows between
  /// them.
  func paint(over picture: inout [Float], width: Int, height: Int) {
    var coverage = PolygonCoverage(width: width, height: height)
    var sums = [SIMD2<Float>](repeating: .zero, count: width * height)
    sums.withUnsafeMutableBufferPointer { sums in
      for area in areas {
        coverage.forEachPixel(of: area.outline) { index, x, y, covered in
          sums[index] += SIMD2(covered * area.fill(x: x, y: y), covered)
        }
      }
    }
    for (i, sum) in sums.enumerated() where sum.y > 0 {
      picture[i] = sum.y >= 1 ? sum.x / sum.y : sum.x + (1 - sum.y) * picture[i]
    }
  }
}
