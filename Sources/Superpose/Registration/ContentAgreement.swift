import SuperposeGeometry
import SuperposeImaging

/// How well two pictures agree away from the matches. The moving one is warped onto the fixed one and compared with it
/// square by square, where no inlier is near.
///
/// A frame, captions or a round mask that pictures of different things share lead to matches that agree, at the same
/// place of both pictures. The content between them then agrees no better than chance. Where inliers lie near to most
/// of what both pictures show, the rest is what no keypoint was found on, and says nothing.
struct ContentAgreement: Hashable, Sendable {
  /// The number of squares in which both pictures show something and that no inlier is near to.
  var squareCount: Int
  /// The share of them in all the squares in which both pictures show something.
  var share: Double
  /// The median of the absolute values of the squares' correlations. The sign does not matter, because in infrared what
  /// is bright in the other picture may be dark. It is 0 without squares.
  var correlation: Double

  /// The side of a square, in pixels of the fixed picture.
  private static let side = 24
  /// Shading wider than this is removed, since it is alike in many pictures.
  private static let shadingWidth = 8
  /// The least standard deviation of a square that shows something, in grey values of 0…1.
  private static let leastContrast: Float = 2 / 255

  init(squareCount: Int, share: Double, correlation: Double) {
    self.squareCount = squareCount
    self.share = share
    self.correlation = correlation
  }

  /// Compares two pictures.
  ///
  /// - Parameters:
  ///   - moving: The moving picture.
  ///   - fixed: The fixed picture.
  ///   - fixedFromMoving: The transform between the pixels of these pictures.
  ///   - inliers: The inliers' positions in the fixed picture.
  ///   - masks: What of both pictures takes part; other squares are left out.
  init(
    moving: GrayImage, fixed: GrayImage, fixedFromMoving: Homography, inliers: [Point], masks: Masks = Masks()
  ) {
    let warped = Image(moving).warped(by: fixedFromMoving, to: fixed.size, interpolation: .linear)
    guard let warped, let movingFromFixed = fixedFromMoving.inverse else {
      (squareCount, share, correlation) = (0, 0, 0)
      return
    }
    let (details0, details1) = (Self.details(of: Image(fixed)), Self.details(of: warped))
    let near = Set(inliers.flatMap(Self.neighbourhood))
    let found = Self.squares(of: fixed.size).compactMap { square -> (isNear: Bool, correlation: Float)? in
      guard square.corners.allSatisfy({ moving.size.contains(movingFromFixed($0)) }) else { return nil }
      return Self.correlation(in: square, details0, details1, width: fixed.size.width).map {
        (near.contains(square), abs($0))
      }
    }
    let away = found.filter { !$0.isNear }.map(\.correlation).sorted()
    squareCount = away.count
    share = found.isEmpty ? 0 : Double(away.count) / Double(found.count)
    correlation = away.isEmpty ? 0 : Double(away[away.count / 2])
  }

  private struct Square: Hashable {
    let column: Int
    let row: Int

    var corners: [Point] {
      let (left, top) = (Double(column * side), Double(row * side))
      let (right, bottom) = (left + Double(side - 1), top + Double(side - 1))
      return [(left, top), (right, top), (right, bottom), (left, bottom)].map { Point(x: $0, y: $1) }
    }
  }

  private static func squares(of size: ImageSize) -> [Square] {
    (0..<size.height / side).flatMap { row in
      (0..<size.width / side).map { Square(column: $0, row: row) }
    }
  }

  /// Returns the square of a point and the eight around it.
  private static func neighbourhood(of p: Point) -> [Square] {
    let (column, row) = (Int((p.x + 0.5) / Double(side)), Int((p.y + 0.5) / Double(side)))
    return (row - 1...row + 1).flatMap { row in
      (column - 1...column + 1).map { Square(column: $0, row: row) }
    }
  }

  /// Returns a grey floating-point picture without its shading, row by row.
  private static func details(of image: Image) -> [Float] {
    let small = ImageSize(
      width: max(1, image.size.width / shadingWidth), height: max(1, image.size.height / shadingWidth))
    let shading = image.resized(to: small, interpolation: .area).resized(to: image.size, interpolation: .linear)
    return zip(image.values(as: Float.self), shading.values(as: Float.self)).map { $0 - $1 }
  }

  /// Returns Pearson's correlation, or nil where one of the pictures shows nothing.
  private static func correlation(in square: Square, _ a: [Float], _ b: [Float], width: Int) -> Float? {
    var (sumA, sumB, squaresA, squaresB, products): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
    for y in square.row * side..<(square.row + 1) * side {
      for x in y * width + square.column * side..<y * width + (square.column + 1) * side {
        sumA += a[x]
        sumB += b[x]
        squaresA += a[x] * a[x]
        squaresB += b[x] * b[x]
        products += a[x] * b[x]
      }
    }
    let count = Float(side * side)
    let varianceA = squaresA / count - sumA * sumA / (count * count)
    let varianceB = squaresB / count - sumB * sumB / (count * count)
    guard min(varianceA, varianceB) > leastContrast * leastContrast else { return nil }
    return (products / count - sumA * sumB / (count * count)) / (varianceA * varianceB).squareRoot()
  }
}
