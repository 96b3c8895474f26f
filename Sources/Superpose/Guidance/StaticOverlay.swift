import SuperposeGeometry

/// Finds what two pictures of one size show alike at the same pixels, such as captions, frames and a camera's round
/// mask, where the scenes behind it differ or have moved.
///
/// A pixel belongs to it in one of two cases. It lies in a square in which both pictures are equal, as in a bar or
/// beside a round mask. Or the brightness round it rises and falls in the same places and directions, as round letters
/// whose ground differs.
enum StaticOverlay {
  /// Brightness, in 0…1, that differs less than this is equal: what JPEG leaves of one colour.
  private static let equalBrightness: Float = 3.5 / 255
  /// Pixels belong together where both pictures are equal in a square of so many pixels to each side.
  private static let equalRadius = 2
  /// Gradients are compared in a square of so many pixels to each side, …
  private static let gradientRadius = 4
  /// … are alike where their normalised product is at least this, …
  private static let alikeGradients: Float = 0.8
  /// … and are not noise where the mean of their squares is above this.
  private static let leastGradient: Float = (4.0 / 255) * (4.0 / 255)
  /// With a smaller part of the pictures left there is no scene to be seen.
  private static let leastRemaining = 0.05

  /// Returns what is not alike, the part of the pictures that takes part.
  /// - Precondition: Both pictures have the same size.
  /// - Throws: ``GuidanceError`` where nearly everything is alike.
  static func scene(_ a: GrayImage, _ b: GrayImage) throws(GuidanceError) -> Mask {
    let same = zip(equalSquares(a, b).values, alikeSquares(a, b)).map { $0 | $1 }
    let scene = Mask(size: a.size, values: same).complement
    guard scene.includedFraction >= leastRemaining else {
      throw GuidanceError(
        .nothingTakesPart,
        "both images show the same at the same place in \(Percentage(1 - scene.includedFraction)) of their pixels: the "
          + "scene has not moved, and nothing tells it from an overlay; leave the static overlay in")
    }
    return scene
  }

  private static func equalSquares(_ a: GrayImage, _ b: GrayImage) -> Mask {
    let equal = zip(a.values, b.values).map { abs($0 - $1) < equalBrightness ? UInt8(1) : 0 }
    return Mask(size: a.size, values: equal).eroded(by: equalRadius).complement.eroded(by: equalRadius).complement
  }

  private static func alikeSquares(_ a: GrayImage, _ b: GrayImage) -> [UInt8] {
    let (width, height) = (a.size.width, a.size.height)
    var (products, squaresA, squaresB) = (zeros(a.size), zeros(a.size), zeros(a.size))
    for y in stride(from: 1, to: height - 1, by: 1) {
      for index in stride(from: y * width + 1, to: (y + 1) * width - 1, by: 1) {
        let (ax, ay) = (a.values[index + 1] - a.values[index - 1], a.values[index + width] - a.values[index - width])
        let (bx, by) = (b.values[index + 1] - b.values[index - 1], b.values[index + width] - b.values[index - width])
        products[index] = ax * bx + ay * by
        squaresA[index] = ax * ax + ay * ay
        squaresB[index] = bx * bx + by * by
      }
    }
    let sums = [products, squaresA, squaresB].map { boxMeans($0, a.size) }
    return (0..<a.size.pixelCount).map { index in
      let (product, squareA, squareB) = (sums[0][index], sums[1][index], sums[2][index])
      guard min(squareA, squareB) > leastGradient else { return 0 }
      return product >= alikeGradients * (squareA * squareB).squareRoot() ? 1 : 0
    }
  }

  private static func zeros(_ size: ImageSize) -> [Float] { [Float](repeating: 0, count: size.pixelCount) }

  /// Returns for each pixel the mean over the square round it, as far as that lies on the picture.
  private static func boxMeans(_ values: [Float], _ size: ImageSize) -> [Float] {
    var (rows, means) = (values, values)
    for y in 0..<size.height { runningMean(values, into: &rows, from: y * size.width, step: 1, count: size.width) }
    for x in 0..<size.width { runningMean(rows, into: &means, from: x, step: size.width, count: size.height) }
    return means
  }

  private static func runningMean(
    _ source: [Float], into target: inout [Float], from start: Int, step: Int, count: Int
  ) {
    let radius = min(gradientRadius, count - 1)
    // In double precision: the sum goes along a whole line.
    var sum = (0..<radius).reduce(0.0) { $0 + Double(source[start + $1 * step]) }
    for index in 0..<count {
      if index + radius < count { sum += Double(source[start + (index + radius) * step]) }
      if index > radius { sum -= Double(source[start + (index - radius - 1) * step]) }
      target[start + index * step] = Float(sum / Double(min(index, radius) + 1 + min(count - 1 - index, radius)))
    }
  }
}
