import SuperposeFiles
import SuperposeGeometry

/// Where a shape lies after it was mapped.
enum Placement: String {
  case inside = "no"
  case partly
  case wholly
  /// On or beyond the horizon of the transform: it is not seen.
  case horizon

  /// The name of the mark in every format.
  static let key = "outside"
}

/// Maps the shapes of one file and counts those that fall outside.
struct ShapeMap {
  /// At the resolution of the image that was annotated.
  let transform: ImageTransform
  let scale: Double
  private let origin: PixelOrigin
  /// Maps a point of the fixed image to the map that is written; nil for pixels.
  private var map: (fromFixed: Homography, toFixed: Homography)?
  private(set) var count = 0
  private(set) var outsideCount = 0

  /// - Parameter stated: The size of the annotated image, where the file says it.
  init(
    _ transform: ImageTransform, _ options: AnnotationOptions, origin: PixelOrigin, stated: ImageSize? = nil
  ) throws(AnnotationProblem) {
    do throws(FrameError) {
      if let scale = options.scale {
        self.transform = try transform.scaled(by: scale, movingSize: stated)
      } else {
        self.transform =
          try stated.map { size throws(FrameError) in try transform.scaled(toMovingSize: size) } ?? transform
      }
    } catch {
      throw AnnotationProblem(
        stated == nil ? error.problem : "it was made on another image: \(error.problem)", hint: error.hint,
        kind: .doesNotFit)
    }
    scale = options.scale ?? Double(self.transform.moving.size.width) / Double(transform.moving.size.width)
    self.origin = options.origin ?? origin
    map = nil
    if let grid = options.map {
      let mapFromScaled = grid.mapFromFixed * PixelGrid.resize(by: 1 / scale)
      map = mapFromScaled.inverse.map { (mapFromScaled, $0) }
    }
  }

  /// Maps the points of one shape, in the file's coordinates. Returns nil where one of them is not seen.
  func points(_ points: [Point], origin: PixelOrigin? = nil) -> [Point]? {
    let (toCenter, toFile) = ((origin ?? self.origin).centerFromFile, (origin ?? self.origin).fileFromCenter)
    let mapped = points.compactMap { transform(toCenter($0)) }
    guard mapped.count == points.count else { return nil }
    // Degrees need more digits than pixels.
    if let map { return mapped.map { map.fromFixed($0).rounded(1e9) } }
    return mapped.map { toFile($0).rounded(1e6) }
  }

  /// Says where a shape lies whose points were mapped, and counts it.
  mutating func place(_ shape: [Point]?, origin: PixelOrigin? = nil) -> Placement {
    let placement = placement(shape, origin ?? self.origin)
    count += 1
    if placement != .inside { outsideCount += 1 }
    return placement
  }

  private func placement(_ shape: [Point]?, _ origin: PixelOrigin) -> Placement {
    guard let shape else { return .horizon }
    let (points, size) = (shape.map { map?.toFixed($0) ?? origin.centerFromFile($0) }, transform.fixed.size)
    let insideCount = points.count { size.contains($0) }
    if insideCount == points.count { return .inside }
    if insideCount > 0 { return .partly }
    // A large shape may lie round the image.
    let common = size.outline.intersection(ConvexPolygon(hullOf: points))
    return points.count > 2 && common.area > 0 ? .partly : .wholly
  }
}

extension Point {
  /// The point to a fraction of a unit, so that files are not full of rounding.
  fileprivate func rounded(_ parts: Double) -> Point { Point(x: x.rounded(parts), y: y.rounded(parts)) }
}

extension Double {
  fileprivate func rounded(_ parts: Double) -> Double {
    let rounded = (self * parts).rounded() / parts
    // Without the sign of zero.
    return rounded.isFinite ? rounded + 0 : self
  }
}

/// An upright box.
struct Box {
  var left, top, right, bottom: Double

  init(left: Double, top: Double, right: Double, bottom: Double) {
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
  }

  /// Makes the smallest box round points, or nil without any.
  init?(around points: [Point]) {
    guard let left = points.map(\.x).min(), let right = points.map(\.x).max(), let top = points.map(\.y).min(),
      let bottom = points.map(\.y).max()
    else { return nil }
    self.init(left: left, top: top, right: right, bottom: bottom)
  }

  var corners: [Point] {
    [
      Point(x: left, y: top), Point(x: right, y: top), Point(x: right, y: bottom), Point(x: left, y: bottom),
    ]
  }
}

extension JSONValue {
  /// Makes a number of a coordinate.
  static func coordinate(_ value: Double) -> JSONValue { .number(value) }

  /// Reads `[x, y]`; what follows is ignored.
  func point(_ place: String) throws(AnnotationProblem) -> Point {
    guard let list = array, list.count >= 2, let x = list[0].double, let y = list[1].double else {
      throw AnnotationProblem("\(place): expected two numbers, x and y", hint: "correct the file")
    }
    return Point(x: x, y: y)
  }

  /// Reads a list of numbers, whose count is a multiple of `step`.
  func numbers(_ place: String, multipleOf step: Int) throws(AnnotationProblem) -> [Double] {
    let numbers = array?.compactMap(\.double) ?? []
    guard let array, numbers.count == array.count, numbers.count.isMultiple(of: step) else {
      throw AnnotationProblem(
        "\(place): expected a list of numbers, \(step) for each \(step == 4 ? "box" : "point")",
        hint: "correct the file")
    }
    return numbers
  }

  /// Returns the size that two members state, or nil where they do not.
  func size(_ width: String, _ height: String) -> ImageSize? {
    guard let width = self[width]?.integer, let height = self[height]?.integer, width > 0, height > 0 else {
      return nil
    }
    return ImageSize(width: width, height: height)
  }

  /// States a size where one was stated.
  mutating func state(_ size: ImageSize, _ width: String, _ height: String) {
    if self[width] != nil { self[width] = .integer(size.width) }
    if self[height] != nil { self[height] = .integer(size.height) }
  }

  /// Marks a shape that does not lie inside, and takes an older mark off one that does.
  mutating func mark(_ placement: Placement) {
    self[Placement.key] = placement == .inside ? nil : .string(placement.rawValue)
  }
}
