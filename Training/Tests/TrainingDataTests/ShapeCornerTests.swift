import SuperposeGeometry
import Testing

@testable import SuperposeTrainingData

private let size = ImageSize(width: 160, height: 120)

/// Returns the smaller eigenvalue of the structure tensor over 5×5 pixels (Shi and Tomasi), which is high at corners
/// and zero along edges. Edges that cross the grid are a little rough, so that it is 0 where it is less than
/// `leastRatio` of the larger one.
private func cornerness(_ pixels: [UInt8], _ x: Int, _ y: Int, leastRatio: Float = 0) -> Float {
  var (xx, yy, xy): (Float, Float, Float) = (0, 0, 0)
  for v in y - 2...y + 2 {
    for u in x - 2...x + 2 {
      func value(_ u: Int, _ v: Int) -> Float {
        Float(pixels[min(size.height - 1, max(0, v)) * size.width + min(size.width - 1, max(0, u))])
      }
      let gx = value(u + 1, v) - value(u - 1, v)
      let gy = value(u, v + 1) - value(u, v - 1)
      (xx, yy, xy) = (xx + gx * gx, yy + gy * gy, xy + gx * gy)
    }
  }
  let root = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
  let (smaller, larger) = ((xx + yy) / 2 - root, (xx + yy) / 2 + root)
  return smaller < leastRatio * larger ? 0 : smaller
}

/// Returns the points far enough from the border that the whole corner is visible.
private func inner(_ points: [(x: Float, y: Float)]) -> [(x: Float, y: Float)] {
  points.filter { $0.x > 6 && $0.y > 6 && $0.x < Float(size.width - 7) && $0.y < Float(size.height - 7) }
}

@Test(arguments: [.polygon, .polygons, .cube, .checkerboard, .stripes, .star, .lines] as [SyntheticShapes.Kind])
func pointsAreCornersOfTheIntensity(kind: SyntheticShapes.Kind) {
  var random = SplitMix64(seed: 17)
  var (strong, total) = (0, 0)
  for _ in 0..<40 {
    let sample = SyntheticShapes.draw(kind, size: size, isDegraded: false, using: &random)
    let points = inner(sample.points)
    total += points.count
    strong += points.filter { p in cornerness(sample.pixels, Int(p.x.rounded()), Int(p.y.rounded())) > 300 }.count
  }
  #expect(total > 100)
  // The rest are the blunt ends of faint strokes, and sides that almost continue each other.
  #expect(Double(strong) > 0.95 * Double(total), "\(strong) of \(total)")
}

@Test(arguments: [.polygon, .polygons, .cube, .checkerboard] as [SyntheticShapes.Kind])
func everyStrongCornerIsAPoint(kind: SyntheticShapes.Kind) {
  var random = SplitMix64(seed: 23)
  var (explained, total) = (0, 0)
  for _ in 0..<10 {
    let sample = SyntheticShapes.draw(kind, size: size, isDegraded: false, using: &random)
    for y in stride(from: 8, to: size.height - 8, by: 1) {
      for x in stride(from: 8, to: size.width - 8, by: 1)
      where cornerness(sample.pixels, x, y, leastRatio: 0.2) > 3_000 {
        total += 1
        if sample.points.contains(where: { abs($0.x - Float(x)) < 6.5 && abs($0.y - Float(y)) < 6.5 }) {
          explained += 1
        }
      }
    }
  }
  #expect(total > 500)
  #expect(Double(explained) > 0.97 * Double(total), "\(explained) of \(total)")
}

@Test func aSquaresPointsAreExactToAFractionOfAPixel() {
  // The left edge of the square is at 10.25: the pixel that it cuts shows how much of it lies inside.
  var drawing = Drawing()
  drawing.add([Vector(10.25, 8), Vector(30, 8), Vector(30, 28), Vector(10.25, 28)], Drawing.Fill(tone: 1))
  var picture = [Float](repeating: 0, count: 40 * 40)
  drawing.paint(over: &picture, width: 40, height: 40)
  // Pixel 10 spans 9.5...10.5, of which 10.25...10.5 is covered.
  #expect(abs(picture[15 * 40 + 10] - 0.25) < 1e-5)
  #expect(picture[15 * 40 + 9] == 0 && picture[15 * 40 + 11] == 1)
}

@Test func neighboursLeaveNoSeam() {
  var drawing = Drawing()
  let (a, b) = (Vector(12.3, -1), Vector(19.7, 41))
  drawing.add([Vector(-1, -1), a, b, Vector(-1, 41)], Drawing.Fill(tone: 0.8))
  drawing.add([a, Vector(41, -1), Vector(41, 41), b], Drawing.Fill(tone: 0.8))
  var picture = [Float](repeating: 0, count: 40 * 40)
  drawing.paint(over: &picture, width: 40, height: 40)
  #expect(picture.allSatisfy { abs($0 - 0.8) < 1e-4 })
}
