import SuperposeGeometry
import SuperposeTorch

/// The place of the pixels of a view of a ``FeaturePool``: on one photograph, or on the planes of a scene.
struct PoolView {
  /// For each plane, the map from pixels of the view to pixels of the plane's photograph. A view of a photograph has a
  /// single plane.
  let maps: [Homography]
  /// The plane at every pixel as floats, −1 where there is none, `[H·W]`; nil where there is only one plane.
  let planes: TorchTensor?

  /// Returns the plane on which each point lies, `[N]`.
  ///
  /// - Parameters:
  ///   - points: The positions in pixels, `[N, 2]`.
  ///   - size: The size of the view.
  func planes(at points: TorchTensor, _ size: ImageSize) -> TorchTensor {
    guard let planes else { return points.narrowed(1, 0..<1).squeezed(1).zeros() }
    return planes.indexSelected(0, Self.index(points, size))
  }

  /// Maps points of this view to another view of the same scene.
  ///
  /// - Parameters:
  ///   - points: The positions in pixels, `[N, 2]`.
  ///   - other: The other view.
  ///   - size: The size of both views.
  /// - Returns: The mapped positions `[N, 2]`, and 1 for points that are hidden there or lie on nothing, `[N]`.
  func projected(_ points: TorchTensor, to other: PoolView, _ size: ImageSize) -> (TorchTensor, TorchTensor) {
    let plane = planes(at: points, size)
    let matrices = zip(maps, other.maps).flatMap { own, others in
      ((others.inverse ?? .identity) * own).normalized.coefficients.map(Float.init)
    }
    let chosen = TorchTensor(matrices, [maps.count, 3, 3]).on(points.device)
      .indexSelected(0, plane.atLeast(0).converted(to: .i64))
    let one = points.narrowed(1, 0..<1).zeros() + 1
    let mapped = (chosen * TorchTensor.concatenated([points, one], axis: 1).unsqueezed(1)).sum([2])
    let projected = mapped.narrowed(1, 0..<2) / mapped.narrowed(1, 2..<3)
    return (projected, other.hides(projected, on: plane, size))
  }

  /// Returns 1 where another plane than the point's own is seen within a pixel of it on all sides. Beyond the view
  /// nothing is known to be hidden.
  private func hides(_ points: TorchTensor, on plane: TorchTensor, _ size: ImageSize) -> TorchTensor {
    guard planes != nil else { return plane.less(0).float() }
    var isSeen = plane.zeros()
    for (dx, dy) in [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)] as [(Float, Float)] {
      let moved = points + TorchTensor([dx, dy], [2]).on(points.device)
      isSeen = isSeen.maximumWith(planes(at: moved, size).equal(plane).float())
    }
    let last = TorchTensor([Float(size.width - 1), Float(size.height - 1)], [2]).on(points.device)
    let isOutside = points.minimum([1]).less(0).float().maximumWith((last - points).minimum([1]).less(0).float())
    return (isSeen.maximumWith(isOutside) * -1 + 1).maximumWith(plane.less(0).float())
  }

  /// Returns the index of the nearest pixel of the view.
  private static func index(_ points: TorchTensor, _ size: ImageSize) -> TorchTensor {
    let x = points.narrowed(1, 0..<1).squeezed(1).clamp(0...Float(size.width - 1)).rounded()
    let y = points.narrowed(1, 1..<2).squeezed(1).clamp(0...Float(size.height - 1)).rounded()
    return (y * Float(size.width) + x).converted(to: .i64)
  }
}
