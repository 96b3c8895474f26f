import Dispatch
import SuperposeGeometry

/// Where the pixels of a target come from by a map that need not be a homography, and how many samples each of them
/// takes.
struct MapSampling: Sendable {
  /// Maps a point of the target to the source, in pixels, or says that it shows nothing.
  let sourceFromTarget: @Sendable (Point) -> Point?
  /// The number of source pixels along a target pixel's side, in the middle of a sample of the target's pixels that the
  /// source fills.
  let samplesPerSide: Int32

  init(_ sourceFromTarget: @Sendable @escaping (Point) -> Point?, of size: ImageSize, in target: ImageSize) {
    self.sourceFromTarget = sourceFromTarget
    let parts = 8
    let sides = (0..<parts * parts).compactMap { part -> Double? in
      let point = Point(
        x: (Double(part % parts) + 0.5) / Double(parts) * Double(target.width) - 0.5,
        y: (Double(part / parts) + 0.5) / Double(parts) * Double(target.height) - 0.5)
      guard let here = sourceFromTarget(point), size.contains(here),
        let right = sourceFromTarget(point + Point(x: 1, y: 0)), let below = sourceFromTarget(point + Point(x: 0, y: 1))
      else { return nil }
      let (u, v) = (right - here, below - here)
      return abs(u.x * v.y - u.y * v.x).squareRoot()
    }.sorted()
    samplesPerSide = sides.isEmpty ? 1 : Int32(min(16, max(1, sides[sides.count / 2].rounded())))
  }

  /// Returns where the pixels of a part of the target, and of a margin of one pixel around it, come from: x and y of
  /// each, not numbers where they come from nowhere.
  func points(of part: PixelRectangle) -> [Double] {
    table(of: part) { rows, body in (0..<rows).forEach(body) }
  }

  /// The same, by several threads.
  func pointsInParallel(of part: PixelRectangle) -> [Double] {
    table(of: part) { rows, body in DispatchQueue.concurrentPerform(iterations: rows, execute: body) }
  }

  private func table(of part: PixelRectangle, _ run: (Int, @Sendable (Int) -> Void) -> Void) -> [Double] {
    let (width, height) = (part.width + 2, part.height + 2)
    return [Double](unsafeUninitializedCapacity: 2 * width * height) { table, filled in
      nonisolated(unsafe) let table = table
      run(height) { row in
        let y = Double(part.y + row - 1)
        for column in 0..<width {
          let point = sourceFromTarget(Point(x: Double(part.x + column - 1), y: y))
          table[2 * (row * width + column)] = point?.x ?? .nan
          table[2 * (row * width + column) + 1] = point?.y ?? .nan
        }
      }
      filled = 2 * width * height
    }
  }
}

extension [Double] {
  /// Returns the pixels of a picture, and so many around them, that a table of points comes from; nil where all of it
  /// comes from nowhere or from beside the picture.
  func sourceArea(in size: ImageSize, margin: Int) -> PixelRectangle? {
    var (left, right, top, bottom) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
    for index in stride(from: 0, to: count, by: 2) where self[index].isFinite && self[index + 1].isFinite {
      (left, right) = (Swift.min(left, self[index]), Swift.max(right, self[index]))
      (top, bottom) = (Swift.min(top, self[index + 1]), Swift.max(bottom, self[index + 1]))
    }
    guard left <= Double(size.width), right >= -1, top <= Double(size.height), bottom >= -1 else { return nil }
    return PixelRectangle(x: (left, right), y: (top, bottom), margin: margin, in: size)
  }
}
