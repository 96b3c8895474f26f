public import SuperposeGeometry

/// A grey picture for alignment.
public struct GrayPlane: Sendable {
  public let size: ImageSize
  /// `[height, width]`, row by row, in any unit.
  public let values: [Float]

  /// - Precondition: one value per pixel.
  public init(size: ImageSize, values: [Float]) {
    precondition(
      values.count == size.pixelCount, "a picture of \(size) has \(size.pixelCount) values, not \(values.count)")
    self.size = size
    self.values = values
  }

  /// The picture smoothed, then halved again and again: pixel x of level l lies at x·2ˡ of the picture.
  func pyramid(levels: Int) -> [GrayPlane] {
    var pyramid = [smoothed()]
    for _ in 1..<max(levels, 1) { pyramid.append(pyramid[pyramid.count - 1].smoothed().halved()) }
    return pyramid
  }

  /// Every second pixel of every second row.
  private func halved() -> GrayPlane {
    let half = ImageSize(width: (size.width + 1) / 2, height: (size.height + 1) / 2)
    var values: [Float] = []
    values.reserveCapacity(half.pixelCount)
    for y in 0..<half.height {
      for x in 0..<half.width { values.append(self.values[2 * y * size.width + 2 * x]) }
    }
    return GrayPlane(size: half, values: values)
  }

  /// Binomial weights 1 4 6 4 1 in both directions; the border's pixels go on outside.
  private func smoothed() -> GrayPlane {
    guard size.pixelCount > 0 else { return self }
    let rows = Self.smoothed(values, count: size.width, step: 1, lines: size.height, lineStep: size.width)
    return GrayPlane(
      size: size,
      values: Self.smoothed(rows, count: size.height, step: size.width, lines: size.width, lineStep: 1))
  }

  private static func smoothed(_ source: [Float], count: Int, step: Int, lines: Int, lineStep: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: source.count) { target, filled in
      source.withUnsafeBufferPointer { source in
        for i in 0..<count {
          let (a, b) = (max(i - 2, 0) * step, max(i - 1, 0) * step)
          let (d, e) = (min(i + 1, count - 1) * step, min(i + 2, count - 1) * step)
          for line in 0..<lines {
            let at = line * lineStep
            let outer = source[at + a] + source[at + e]
            let inner = source[at + b] + source[at + d]
            target[at + i * step] = (outer + 4 * inner + 6 * source[at + i * step]) / 16
          }
        }
      }
      filled = source.count
    }
  }
}
