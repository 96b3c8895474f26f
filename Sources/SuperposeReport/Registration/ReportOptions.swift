public import SuperposeWeights

/// How reports are made.
public struct ReportOptions {
  /// The most pixels of the pictures' long sides.
  public var longSide = EmbeddedPicture.defaultLongSide
  /// Whether the pair belongs to a list: its page leads back, and it has a thumbnail.
  public var isInList = false
  /// The licence of weights, where it is known.
  public var licence: (WeightsDescription) -> String? = { _ in nil }

  public init() {}
}
