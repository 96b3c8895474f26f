import Foundation
import SuperposeGeometry

extension Scene {
  /// Draws a box of which three faces are visible; their seven corners are the points.
  mutating func cube() -> Drawing {
    for _ in 0..<50 {
      let box = Box(
        center: extent * 0.3 + random.point(scale: extent * 0.4), radius: random.uniform(0.25...0.5) * shortSide,
        using: &random)
      let faces = box.visibleFaces
      guard faces.count == 3, faces.allSatisfy({ isLarge(box.outline($0)) }) else { continue }
      let tones = palette.tones(3, using: &random)
      return Drawing(
        areas: zip(faces, tones).map { Drawing.Area(outline: box.outline($0), fill: Drawing.Fill(tone: $1)) },
        points: Set(faces.flatMap { $0 }).sorted().map { box.corners[$0] })
    }
    // Fifty rotations in a row showed no three faces well, which hardly happens; another shape is drawn instead.
    return polygon()
  }

  /// Whether the sides and the thickness of a face are large enough to tell its corners apart.
  private func isLarge(_ face: [Vector]) -> Bool {
    let diagonals = (face[2] - face[0], face[3] - face[1])
    let area = abs(Vector.cross(diagonals.0, diagonals.1)) / 2
    let longest = max(diagonals.0.length, diagonals.1.length)
    return area > smallest * longest && (0..<4).allSatisfy { (face[($0 + 1) % 4] - face[$0]).length > smallest }
  }
}

/// A box in space with a random rotation, as a camera sees it.
private struct Box {
  /// The corners in pixels of the picture. Corner `i` has the signs of the bits of `i`: bit 0 is x, 1 is y, 2 is z.
  let corners: [Vector]
  /// Four corners of each visible face, in order around it.
  let visibleFaces: [[Int]]

  init(center: Vector, radius: Float, using random: inout SplitMix64) {
    let sides = SIMD3(random.uniform(0.4...1), random.uniform(0.4...1), random.uniform(0.4...1)) * (radius * 0.8)
    let axes = Self.rotation(using: &random)
    // The distance of the camera decides between strong and hardly any perspective.
    let distance = random.uniform(2.5...10) * radius
    let places = (0..<8).map { i -> SIMD3<Float> in
      var place = SIMD3<Float>.zero
      for axis in 0..<3 { place += axes[axis] * (i >> axis & 1 == 1 ? sides[axis] : -sides[axis]) }
      return place
    }
    corners = places.map { center + Vector($0.x, $0.y) * (distance / (distance + $0.z)) }
    let camera = SIMD3<Float>(0, 0, -distance)
    visibleFaces = (0..<6).compactMap { face in
      let (axis, isFar) = (face / 2, face % 2 == 1)
      let normal = isFar ? axes[axis] : -axes[axis]
      let toCamera = camera - normal * sides[axis]
      return (normal * toCamera).sum() > 0 ? Self.face(axis, isFar) : nil
    }
  }

  func outline(_ face: [Int]) -> [Vector] { face.map { corners[$0] } }

  private static func face(_ axis: Int, _ isFar: Bool) -> [Int] {
    let (u, v) = (1 << ((axis + 1) % 3), 1 << ((axis + 2) % 3))
    let base = isFar ? 1 << axis : 0
    return [base, base + u, base + u + v, base + v]
  }

  /// Returns the axes of a rotation. Any rotation is nearly as likely as any other: it is a random unit quaternion.
  private static func rotation(using random: inout SplitMix64) -> [SIMD3<Float>] {
    var q = SIMD4(random.noise(), random.noise(), random.noise(), random.noise())
    q /= max(1e-6, (q * q).sum().squareRoot())
    let (w, x, y, z) = (q.w, q.x, q.y, q.z)
    return [
      SIMD3(1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
      SIMD3(2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
      SIMD3(2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)),
    ]
  }
}
