import SuperposeGeometry

/// What tells a label image (a mask, a segmentation) from a photograph: whole numbers, few of them, and areas in which
/// all pixels are alike. Its values are names, so that a mean of two of them would be a third name.
public struct LabelValues: Hashable, Sendable {
  /// The number of different values or, with several channels, of different colours.
  public let count: Int

  /// So few values make a label image wherever most neighbours are alike.
  private static let fewValues = 64
  /// The share of pixels that equal their left neighbour, at least.
  private static let leastUniform = 0.8
  /// With more values, most borders must be jumps: neighbours in a smooth picture differ by 1.
  private static let mostSmoothBorders = 0.5
  /// With more values than this there is no label image.
  static let mostValues = 65_536

  /// Examines a picture, and returns nil where it is no label image. A picture from a JPEG file is none, because JPEG
  /// blurs.
  public init?(of image: Image) {
    guard image.sourceFormat != .jpeg else { return nil }
    let statistics: NeighborStatistics?
    switch image.depth {
    case .uint8: statistics = NeighborStatistics(image, UInt8.self)
    case .uint16: statistics = NeighborStatistics(image, UInt16.self)
    case .float32: return nil
    }
    guard let statistics, statistics.uniformFraction >= Self.leastUniform else { return nil }
    let isFew = statistics.valueCount <= Self.fewValues
    guard isFew || image.channels == 1 && statistics.smoothFraction <= Self.mostSmoothBorders else { return nil }
    count = statistics.valueCount
  }
}

/// Counts over all horizontal neighbours of a picture.
private struct NeighborStatistics {
  private(set) var valueCount = 0
  /// The share of neighbours that are equal.
  private(set) var uniformFraction = 1.0
  /// The share of those that differ, by 1.
  private(set) var smoothFraction = 0.0

  /// Counts, or returns nil where there are too many values.
  init?<Value: PixelValue & FixedWidthInteger>(_ image: Image, _ type: Value.Type) {
    let (width, channels) = (image.size.width, image.channels)
    var (equal, smooth, total) = (0, 0, 0)
    var values: Set<UInt64> = []
    for y in 0..<image.size.height {
      let row = image.pixels.row(y).assumingMemoryBound(to: Value.self)
      func value(_ x: Int) -> UInt64 {
        (0..<channels).reduce(0) { $0 << UInt64(Value.bitWidth) | UInt64(row[x * channels + $1]) }
      }
      var left = value(0)
      values.insert(left)
      for x in stride(from: 1, to: width, by: 1) {
        let next = value(x)
        if next == left {
          equal += 1
        } else {
          values.insert(next)
          if max(next, left) - min(next, left) == 1 { smooth += 1 }
        }
        left = next
      }
      total += width - 1
      // A photograph is told after a few rows.
      if values.count > LabelValues.mostValues || total > 100_000 && equal * 2 < total { return nil }
    }
    valueCount = values.count
    if total > 0 { uniformFraction = Double(equal) / Double(total) }
    if total > equal { smoothFraction = Double(smooth) / Double(total - equal) }
  }
}
