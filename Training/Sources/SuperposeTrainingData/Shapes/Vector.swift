import Foundation

/// A position or direction in pixels, where (0, 0) is the centre of the top-left pixel.
typealias Vector = SIMD2<Float>

extension SIMD2<Float> {
  init(angle: Float) { self.init(cos(angle), sin(angle)) }

  var length: Float { (x * x + y * y).squareRoot() }

  /// The vector rotated by 90°.
  var normal: Vector { Vector(-y, x) }

  static func cross(_ a: Vector, _ b: Vector) -> Float { a.x * b.y - a.y * b.x }
  static func dot(_ a: Vector, _ b: Vector) -> Float { a.x * b.x + a.y * b.y }
}

/// A straight line between two points.
struct Segment {
  var from: Vector
  var to: Vector

  var length: Float { (to - from).length }

  func distance(to point: Vector) -> Float {
    let along = to - from
    let t = Vector.dot(point - from, along) / Vector.dot(along, along)
    return (point - from - along * min(1, max(0, t))).length
  }

  func distance(to other: Segment) -> Float {
    if crosses(other) { return 0 }
    return min(
      distance(to: other.from), distance(to: other.to), other.distance(to: from), other.distance(to: to))
  }

  private func crosses(_ other: Segment) -> Bool {
    func side(_ line: Segment, _ point: Vector) -> Bool { Vector.cross(line.to - line.from, point - line.from) > 0 }
    return side(self, other.from) != side(self, other.to) && side(other, from) != side(other, to)
  }

  /// Returns a rectangle around the segment.
  func outline(thickness: Float) -> [Vector] {
    let side = (to - from).normal * (thickness / 2 / length)
    return [from + side, to + side, to - side, from - side]
  }
}
