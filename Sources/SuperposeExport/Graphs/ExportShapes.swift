import SuperposeONNX

extension ExportOptions {
  /// Returns `[B, 1, H, W]`, where sides that are not known have the names `height` and `width` with a suffix.
  func imageShape(_ suffix: String) -> [Dimension] {
    let sides: [Dimension] =
      size.map { [.fixed($0.height), .fixed($0.width)] } ?? [.symbol("height" + suffix), .symbol("width" + suffix)]
    return [.fixed(batch), 1] + sides
  }

  /// The number of rows, where it is fixed.
  var rows: Int? { form == .static ? extraction.maxKeypoints : nil }

  /// Returns K, or the symbol `keypoint_num` with a suffix.
  func keypointNumber(_ suffix: String) -> Dimension {
    rows.map { .fixed($0) } ?? .symbol("keypoint_num" + suffix)
  }

  /// Returns `[B, K]` with more dimensions.
  func shape(_ more: [Dimension], _ suffix: String = "") -> [Dimension] {
    [.fixed(batch), keypointNumber(suffix)] + more
  }
}
