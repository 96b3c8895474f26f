import COpenCVShim
import Dispatch
public import SuperposeGeometry

extension Image {
  /// Warps the picture to another frame by a map that need not be a homography, as ``warped(by:to:interpolation:)``
  /// does by one.
  ///
  /// - Parameters:
  ///   - sourceFromTarget: Maps the target's pixels to this picture's.
  ///   - target: The size of the result.
  ///   - interpolation: The interpolation between pixels.
  public func warped(
    through sourceFromTarget: PlaneMap, to target: ImageSize, interpolation: WarpInterpolation = .cubic
  ) -> Image {
    warped(to: target, interpolation: interpolation) { sourceFromTarget($0) }
  }

  /// Warps the picture by any map.
  ///
  /// - Parameters:
  ///   - target: The size of the result.
  ///   - interpolation: The interpolation between pixels.
  ///   - sourceFromTarget: Maps a point of the target to this picture, in pixels, or says that it shows nothing. It is
  ///     called on several threads.
  package func warped(
    to target: ImageSize, interpolation: WarpInterpolation = .cubic,
    sourceFromTarget: @Sendable (Point) -> Point?
  ) -> Image {
    let result = PixelBuffer(size: target, channels: channels, depth: depth)
    let samples = Int32(samplesPerSide(sourceFromTarget, target))
    // A strip's table of points stays small beside the picture.
    let stripHeight = max(1, Self.stripPoints / (target.width + 2))
    for first in stride(from: 0, to: target.height, by: stripHeight) {
      let count = min(stripHeight, target.height - first)
      let points = Self.points(columns: target.width, rows: first..<first + count, sourceFromTarget)
      PixelBuffer.trusted("warp \(size) to \(target)") {
        superpose_cv_warp_rows(
          pixels.handle, result.handle, points, Int32(first), Int32(count), interpolation.taps, samples, $0)
      }
    }
    return Image(result, sourceFormat: sourceFormat, frameCount: frameCount)
  }

  private static let stripPoints = 1 << 19

  /// Returns the number of source pixels along a target pixel's side, in the middle of a sample of the target's pixels
  /// that the picture fills.
  private func samplesPerSide(_ sourceFromTarget: (Point) -> Point?, _ target: ImageSize) -> Int {
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
    guard !sides.isEmpty else { return 1 }
    return min(16, max(1, Int(sides[sides.count / 2].rounded())))
  }

  /// Returns where the pixels of some rows, and of a margin of one pixel around them, come from: x and y of each, not
  /// numbers where they come from nowhere.
  private static func points(
    columns: Int, rows: Range<Int>, _ sourceFromTarget: @Sendable (Point) -> Point?
  ) -> [Double] {
    let width = columns + 2
    return [Double](unsafeUninitializedCapacity: 2 * width * (rows.count + 2)) { table, filled in
      nonisolated(unsafe) let table = table
      DispatchQueue.concurrentPerform(iterations: rows.count + 2) { row in
        let y = Double(rows.lowerBound + row - 1)
        for column in 0..<width {
          let point = sourceFromTarget(Point(x: Double(column - 1), y: y))
          table[2 * (row * width + column)] = point?.x ?? .nan
          table[2 * (row * width + column) + 1] = point?.y ?? .nan
        }
      }
      filled = 2 * width * (rows.count + 2)
    }
  }
}

extension Image {
  /// Warps the picture by a transform from its own pixels to the fixed frame, whether that is a plane's or follows a
  /// surface. Returns nil where the transform has no inverse.
  package func warped(by transform: ImageTransform, interpolation: WarpInterpolation = .cubic) -> Image? {
    transform.isPlane
      ? warped(by: transform.fixedFromMoving, to: transform.fixed.size, interpolation: interpolation)
      : warped(through: transform.movingFromFixedMap, to: transform.fixed.size, interpolation: interpolation)
  }
}
