public import SuperposeWeights

/// The settings of reports.
public struct ReportOptions {
  /// The largest number of pixels of the pictures' long sides.
  public var longSide = EmbeddedPicture.defaultLongSide
  /// Whether the pair belongs to a list. Its page then links to the list, and it has a thumbnail.
  public var isInList = false
  /// Returns the licence of weights, where it is known.
  public var licence: (WeightsDescription) -> String? = { _ in nil }

  /// Pages of pairs on their own, with pictures of 2048 pixels.
  public init() {}
}
