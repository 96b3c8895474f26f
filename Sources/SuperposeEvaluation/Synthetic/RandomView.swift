import Foundation
public import Superpose
import SuperposeGeometry
import SuperposeImaging

/// A view of a photograph through a random homography, without empty borders.
public struct RandomView: Sendable {
  /// How much views differ from the photograph and from each other.
  public struct Options: Codable, Hashable, Sendable {
    /// The largest inward shift of a view's corners, as a fraction of its sides.
    public var cornerShift = 0.35
    /// The largest rotation of the second view, in either direction.
    public var rotationDegrees = 45.0
    /// The second view shows a part of the photograph whose sides are smaller by a factor between this and 1.
    public var smallestScale = 0.8
    /// The least part of either view that the other shows.
    public var smallestOverlap = 0.3

    /// The defaults.
    public init() {}
  }

  /// Of the view, in pixels.
  public let size: ImageSize
  /// Maps a point of the photograph to the view.
  public let viewFromPhotograph: Homography
  /// The inverse.
  public let photographFromView: Homography

  /// The number of times that views with too little overlap are drawn again before the last ones are taken.
  private static let attempts = 100

  /// Draws two views of one photograph, of which the second is also rotated and scaled.
  static func pair(
    of photograph: ImageSize, size: ImageSize, options: Options, using generator: inout SplitMix64
  ) -> (RandomView, RandomView) {
    let frame = RandomView.frame(in: photograph, like: size)
    var pair = (
      draw(photograph, frame, size, options, false, &generator),
      draw(photograph, frame, size, options, true, &generator)
    )
    for _ in 0..<attempts where overlap(pair) < options.smallestOverlap {
      pair = (
        draw(photograph, frame, size, options, false, &generator),
        draw(photograph, frame, size, options, true, &generator)
      )
    }
    return pair
  }

  /// Renders the grey view in 8 bits.
  ///
  /// - Parameter bend: Moves a point of the picture to the point of the view that is seen there; nil for a plane.
  func picture(of photograph: URL, photometric: PhotometricChange, bend: ThinPlate? = nil) throws -> Image {
    let gray = try Image(contentsOf: photograph).display().gray()
    if let bend {
      return photometric.applied(
        to: gray.warped(to: size, interpolation: .linear) { photographFromView(bend.displaced($0)) })
    }
    guard let view = gray.warped(by: viewFromPhotograph, to: size, interpolation: .linear) else {
      preconditionFailure("a view's homography has an inverse")
    }
    return photometric.applied(to: view)
  }

  /// Returns the largest rectangle of a view's proportions in the middle of the photograph, in the photograph's own
  /// orientation.
  private static func frame(in photograph: ImageSize, like size: ImageSize) -> [Point] {
    let scale = min(Double(photograph.width) / Double(size.width), Double(photograph.height) / Double(size.height))
    let half = Point(x: scale * Double(size.width) / 2, y: scale * Double(size.height) / 2)
    let centre = Point(x: Double(photograph.width - 1) / 2, y: Double(photograph.height - 1) / 2)
    return [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map {
      Point(x: centre.x + $0.0 * half.x, y: centre.y + $0.1 * half.y)
    }
  }

  private static func draw(
    _ photograph: ImageSize, _ frame: [Point], _ size: ImageSize, _ options: Options, _ isTurned: Bool,
    _ generator: inout SplitMix64
  ) -> RandomView {
    var corners = shifted(frame, by: options.cornerShift, &generator)
    if isTurned {
      let angle = (2 * generator.unit() - 1) * options.rotationDegrees * .pi / 180
      let scale = options.smallestScale + (1 - options.smallestScale) * generator.unit()
      corners = turned(corners, by: angle, scale: scale)
    }
    corners = placed(corners, on: photograph, &generator)
    let view = size.outline.corners
    guard let photographFromView = Homography(from: view, to: corners), let inverse = photographFromView.inverse else {
      preconditionFailure("four corners of a convex quadrilateral fix a homography")
    }
    return RandomView(size: size, viewFromPhotograph: inverse.normalized, photographFromView: photographFromView)
  }

  /// Shifts the corners inwards: the first one to the right and down, and so on.
  private static func shifted(_ frame: [Point], by shift: Double, _ generator: inout SplitMix64) -> [Point] {
    let sides = frame[2] - frame[0]
    return zip(frame, [(1.0, 1.0), (-1, 1), (-1, -1), (1, -1)]).map { corner, inward in
      let (x, y) = (generator.unit(), generator.unit())
      return corner + Point(x: inward.0 * x * shift * sides.x, y: inward.1 * y * shift * sides.y)
    }
  }

  private static func turned(_ corners: [Point], by angle: Double, scale: Double) -> [Point] {
    let centre = corners.reduce(Point(x: 0, y: 0), +) * 0.25
    let (cosine, sine) = (scale * cos(angle), scale * sin(angle))
    return corners.map { corner in
      let p = corner - centre
      return centre + Point(x: cosine * p.x - sine * p.y, y: sine * p.x + cosine * p.y)
    }
  }

  /// Shrinks the corners until they fit the photograph, where they must, and moves them to a random place on it.
  private static func placed(_ corners: [Point], on photograph: ImageSize, _ generator: inout SplitMix64) -> [Point] {
    let (xs, ys) = (corners.map(\.x), corners.map(\.y))
    let low = Point(x: xs.min() ?? 0, y: ys.min() ?? 0)
    let extent = Point(x: (xs.max() ?? 0) - low.x, y: (ys.max() ?? 0) - low.y)
    let room = Point(x: Double(photograph.width), y: Double(photograph.height))
    let scale = min(1, room.x / extent.x, room.y / extent.y)
    let (x, y) = (generator.unit(), generator.unit())
    let origin = Point(x: x * (room.x - scale * extent.x) - 0.5, y: y * (room.y - scale * extent.y) - 0.5)
    return corners.map { origin + ($0 - low) * scale }
  }

  /// Returns the smaller of the parts of both views that the other shows.
  private static func overlap(_ views: (RandomView, RandomView)) -> Double {
    let outline = views.0.size.outline
    func shown(_ other: RandomView, on view: RandomView) -> Double {
      let corners = outline.corners.map { view.viewFromPhotograph(other.photographFromView($0)) }
      let isSane = zip(corners, outline.corners).allSatisfy { corner, _ in corner.x.isFinite && corner.y.isFinite }
      guard isSane, ConvexPolygon(corners).isConvexAndClockwise else { return 0 }
      return outline.intersection(ConvexPolygon(corners)).area / outline.area
    }
    return min(shown(views.0, on: views.1), shown(views.1, on: views.0))
  }
}
