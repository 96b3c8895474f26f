public import SuperposeGeometry

/// Draws the homographies of views of a photograph (DeTone et al. 2016, arXiv 1606.03798, and the synthetic pairs of
/// the SuperGlue paper): a rectangle of the photograph whose corners are moved inwards, and which is rotated and
/// shifted.
public struct ViewSampler: Sendable {
  /// The view's size in pixels.
  public var size: ImageSize
  /// The rectangle's sides, as fractions of the largest one that fits.
  public var scale: ClosedRange<Double> = 0.55...1.0
  /// The largest inward shift of a corner, as a fraction of the side.
  public var perspective = 0.35
  /// The largest rotation in degrees, in both directions.
  public var rotation = 45.0
  /// The share of views that may reach beyond the photograph.
  public var borderShare = 0.2
  /// The least part of at least one view of a pair that the other shows too.
  public var overlap = 0.0

  public init(size: ImageSize) { self.size = size }

  /// Returns a map from pixels of the view to pixels of the photograph.
  public func sample(photograph: ImageSize, using generator: inout some RandomNumberGenerator) -> Homography {
    let corners = rotated(rectangle(in: photograph, &generator), &generator)
    let placed = place(corners, in: photograph, allowsBorder: generator.chance(borderShare), &generator)
    return Homography(from: size.cornerPixels, to: placed) ?? PixelGrid.resize(from: size, to: photograph)
  }

  /// Returns a quadrilateral around the origin.
  private func rectangle(in photograph: ImageSize, _ generator: inout some RandomNumberGenerator) -> [Point] {
    let fit = min(Double(photograph.width) / Double(size.width), Double(photograph.height) / Double(size.height))
    let part = generator.logUniform(scale)
    let stretch = generator.uniform(-0.15...0.15)
    let width = fit * part * Double(size.width) * (1 - max(0, stretch))
    let height = fit * part * Double(size.height) * (1 + min(0, stretch))
    let strength = perspective * generator.uniform(0...1)
    return [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map { x, y in
      let inward = (generator.uniform(0...strength), generator.uniform(0...strength))
      return Point(x: x * width * (1 - inward.0), y: y * height * (1 - inward.1))
    }
  }

  private func rotated(_ corners: [Point], _ generator: inout some RandomNumberGenerator) -> [Point] {
    let angle = generator.uniform(-rotation...rotation) * .pi / 180
    let (c, s) = (cos(angle), sin(angle))
    return corners.map { Point(x: c * $0.x - s * $0.y, y: s * $0.x + c * $0.y) }
  }

  /// Shrinks a quadrilateral until it fits, unless it may reach beyond the photograph, and shifts it to a random place.
  private func place(
    _ corners: [Point], in photograph: ImageSize, allowsBorder: Bool, _ generator: inout some RandomNumberGenerator
  ) -> [Point] {
    func extent(_ values: [Double]) -> (Double, Double) { (values.min()!, values.max()!) }
    let (left, right) = extent(corners.map(\.x))
    let (top, bottom) = extent(corners.map(\.y))
    let (width, height) = (Double(photograph.width - 1), Double(photograph.height - 1))
    let factor = allowsBorder ? 1 : min(1, width / (right - left), height / (bottom - top))
    let room = (width - (right - left) * factor, height - (bottom - top) * factor)
    let shift = Point(
      x: generator.uniform(min(0, room.0)...max(0, room.0)) - left * factor,
      y: generator.uniform(min(0, room.1)...max(0, room.1)) - top * factor)
    return corners.map { $0 * factor + shift }
  }
}
