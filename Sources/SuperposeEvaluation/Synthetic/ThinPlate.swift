import Foundation
import SuperposeGeometry

/// A smooth random displacement of the points of a view: a sum of thin-plate splines (Duchon 1977) without the part of
/// it that a plane's transform could follow.
public struct ThinPlate: Codable, Hashable, Sendable {
  /// The number of control points along the longer and the shorter side.
  private static let controls = (4, 3)
  /// The number of points along each side at which the displacement is measured.
  private static let measured = 24

  private let size: ImageSize
  /// In units of the longer side, from the middle of the view.
  private let centres: [Point]
  /// In pixels.
  private var weights: [Point]
  private var constant = Point(x: 0, y: 0)
  private var byX = Point(x: 0, y: 0)
  private var byY = Point(x: 0, y: 0)

  /// - Parameters:
  ///   - size: The view's.
  ///   - largest: The largest displacement of a point in the view, in pixels.
  init(over size: ImageSize, largest: Double, using generator: inout SplitMix64) {
    self.size = size
    let (columns, rows) =
      size.width >= size.height ? Self.controls : (Self.controls.1, Self.controls.0)
    let unit = Double(size.longSide)
    let (width, height) = (Double(size.width) / unit, Double(size.height) / unit)
    centres = (0..<columns * rows).map { index in
      let (x, y) = (Double(index % columns) + generator.unit(), Double(index / columns) + generator.unit())
      return Point(x: (x / Double(columns) - 0.5) * width, y: (y / Double(rows) - 0.5) * height)
    }
    weights = centres.map { _ in Point(x: generator.uniform(in: -1...1), y: generator.uniform(in: -1...1)) }
    removeAffinePart()
    let reached = Self.lattice(size).map { self($0).distance(to: Point(x: 0, y: 0)) }.max() ?? 0
    let factor = reached > 0 ? largest / reached : 0
    weights = weights.map { $0 * factor }
    (constant, byX, byY) = (constant * factor, byX * factor, byY * factor)
  }

  /// Returns the displacement of a point, in pixels.
  func callAsFunction(_ point: Point) -> Point {
    let place = placed(point)
    return zip(centres, weights).reduce(constant + byX * place.x + byY * place.y) { sum, control in
      let squared =
        (place.x - control.0.x) * (place.x - control.0.x) + (place.y - control.0.y) * (place.y - control.0.y)
      // r² log r, which is 0 at its centre.
      return squared > 0 ? sum + control.1 * (squared * log(squared) / 2) : sum
    }
  }

  /// Moves a point by the displacement at it.
  func displaced(_ point: Point) -> Point { point + self(point) }

  /// The points of a regular lattice over a view.
  static func lattice(_ size: ImageSize) -> [Point] {
    (0..<measured * measured).map { index in
      Point(
        x: (Double(index % measured) + 0.5) / Double(measured) * Double(size.width) - 0.5,
        y: (Double(index / measured) + 0.5) / Double(measured) * Double(size.height) - 0.5)
    }
  }

  private func placed(_ point: Point) -> Point {
    let unit = Double(size.longSide)
    return Point(
      x: (point.x + 0.5 - Double(size.width) / 2) / unit, y: (point.y + 0.5 - Double(size.height) / 2) / unit)
  }

  /// Takes the affine map that fits best away. On a lattice about the middle, the coordinates and the constant are
  /// orthogonal, so that each coefficient is a quotient of two sums.
  private mutating func removeAffinePart() {
    let lattice = Self.lattice(size)
    let moved = lattice.map { (placed($0), self($0)) }
    func coefficient(_ basis: (Point) -> Double) -> Point {
      let norm = moved.reduce(0) { $0 + basis($1.0) * basis($1.0) }
      return moved.reduce(Point(x: 0, y: 0)) { $0 + $1.1 * (basis($1.0) / norm) }
    }
    let parts = (coefficient { _ in 1 }, coefficient(\.x), coefficient(\.y))
    (constant, byX, byY) = (parts.0 * -1, parts.1 * -1, parts.2 * -1)
  }
}
