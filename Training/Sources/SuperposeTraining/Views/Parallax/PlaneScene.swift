import SuperposeGeometry

/// A scene with depth whose correspondences are known exactly: a wall with boards and boxes in front of it, and
/// photographs on all of them.
struct PlaneScene {
  struct Plane {
    let photograph: Int
    /// The part of the photograph that the plane shows, in the photograph's pixels.
    let left, top, right, bottom: Double
    /// The map from (x, y, 1), with x and y in the photograph's pixels, to a point in space. Its columns are the steps
    /// to the right and down and the place of pixel (0, 0). Space is as the first camera sees it: x to the right, y
    /// down, z ahead.
    let placement: Matrix3
  }

  let planes: [Plane]

  /// - Parameters:
  ///   - photographs: The photographs with their sizes. The first is on the wall, the others are on boards and boxes.
  ///   - view: The height and width of what a camera of focal length 1 sees at a distance of 1.
  ///   - generator: The source of randomness.
  init(
    photographs: [(number: Int, size: ImageSize)], view: (width: Double, height: Double),
    using generator: inout some RandomNumberGenerator
  ) {
    var planes = [Self.wall(photographs[0].number, photographs[0].size, view, using: &generator)]
    for (number, size) in photographs.dropFirst() {
      let board = Self.board(number, size, view, using: &generator)
      planes.append(board)
      if generator.chance(0.3) { planes.append(board.boxSide) }
    }
    self.planes = planes
  }

  /// Places the wall twice as far away as the nearest boards, and makes it wider than the view.
  private static func wall(
    _ photograph: Int, _ size: ImageSize, _ view: (width: Double, height: Double),
    using generator: inout some RandomNumberGenerator
  ) -> Plane {
    let cover = generator.uniform(1.3...1.9)
    let pixel = cover * max(view.width / Double(size.width), view.height / Double(size.height))
    let turn = SpaceRotation.about(x: generator.uniform(-25...25), y: generator.uniform(-25...25), z: 0)
    return Plane(
      photograph: photograph, left: 0, top: 0, right: Double(size.width - 1), bottom: Double(size.height - 1),
      centre: (0, 0, 1), pixel: pixel, turn: turn)
  }

  private static func board(
    _ photograph: Int, _ size: ImageSize, _ view: (width: Double, height: Double),
    using generator: inout some RandomNumberGenerator
  ) -> Plane {
    let (width, height) = (Double(size.width - 1), Double(size.height - 1))
    let part = (generator.uniform(0.3...0.8), generator.uniform(0.3...0.8))
    let left = generator.uniform(0...1) * (1 - part.0) * width
    let top = generator.uniform(0...1) * (1 - part.1) * height
    let depth = generator.uniform(0.45...0.9)
    let pixel = generator.uniform(0.25...0.6) * depth * view.width / (part.0 * width)
    let centre = (
      generator.uniform(-0.45...0.45) * depth * view.width, generator.uniform(-0.45...0.45) * depth * view.height, depth
    )
    let turn = SpaceRotation.about(
      x: generator.uniform(-35...35), y: generator.uniform(-45...45), z: generator.uniform(-30...30))
    return Plane(
      photograph: photograph, left: left, top: top, right: left + part.0 * width, bottom: top + part.1 * height,
      centre: centre, pixel: pixel, turn: turn)
  }
}

extension PlaneScene.Plane {
  /// - Parameters:
  ///   - photograph: The number of the photograph.
  ///   - left: The left end of the part that is shown, in the photograph's pixels.
  ///   - top: The upper end of the part.
  ///   - right: The right end of the part.
  ///   - bottom: The lower end of the part.
  ///   - centre: The centre of the part that is shown, in space.
  ///   - pixel: The length of a pixel's side in space.
  ///   - turn: The rotation from a board that stands upright before the camera.
  fileprivate init(
    photograph: Int, left: Double, top: Double, right: Double, bottom: Double, centre: (Double, Double, Double),
    pixel: Double, turn: Matrix3
  ) {
    let (x, y) = ((left + right) / 2, (top + bottom) / 2)
    func row(_ index: Int, _ offset: Double) -> [Double] {
      let (across, down) = (pixel * turn[index, 0], pixel * turn[index, 1])
      return [across, down, offset - across * x - down * y]
    }
    self.init(
      photograph: photograph, left: left, top: top, right: right, bottom: bottom,
      placement: Matrix3(rows: [row(0, centre.0), row(1, centre.1), row(2, centre.2)]))
  }

  /// A plane that leads away from the camera at the right end of this one and shows the same picture in a mirror.
  fileprivate var boxSide: PlaneScene.Plane {
    let p = placement
    // The direction away from the camera is the cross product of across and down, with the length of a pixel.
    let (a, d) = ((0..<3).map { p[$0, 0] }, (0..<3).map { p[$0, 1] })
    let normal = [a[1] * d[2] - a[2] * d[1], a[2] * d[0] - a[0] * d[2], a[0] * d[1] - a[1] * d[0]]
    let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let pixel = a.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let sign = normal[2] < 0 ? -pixel / length : pixel / length
    let rows = (0..<3).map { index -> [Double] in
      let away = -normal[index] * sign
      // At x = right this side meets the other; smaller x lie farther away.
      return [away, d[index], p[index, 2] + (a[index] - away) * right]
    }
    return PlaneScene.Plane(
      photograph: photograph, left: left, top: top, right: right, bottom: bottom, placement: Matrix3(rows: rows))
  }
}

/// Rotations of space.
enum SpaceRotation {
  /// Returns the rotation by angles in degrees: first about x, then y, then z.
  static func about(x: Double, y: Double, z: Double) -> Matrix3 {
    let (a, b, c) = (x * .pi / 180, y * .pi / 180, z * .pi / 180)
    let aboutX = Matrix3(rows: [[1, 0, 0], [0, cos(a), -sin(a)], [0, sin(a), cos(a)]])
    let aboutY = Matrix3(rows: [[cos(b), 0, sin(b)], [0, 1, 0], [-sin(b), 0, cos(b)]])
    let aboutZ = Matrix3(rows: [[cos(c), -sin(c), 0], [sin(c), cos(c), 0], [0, 0, 1]])
    return aboutZ * aboutY * aboutX
  }
}
