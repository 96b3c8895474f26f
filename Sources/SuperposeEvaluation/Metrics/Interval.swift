import SuperposeGeometry

/// A mean over pairs with its confidence interval, and the median.
public struct Interval: Codable, Hashable, Sendable {
  /// The mean of the values.
  public var mean: Double
  /// The middle one of the values, or the mean of the two in the middle.
  public var median: Double
  /// The lower end of the interval that holds the middle 95 % of the means of samples of the same size, drawn with
  /// replacement (the percentile bootstrap; Efron 1979).
  public var low: Double
  /// The upper end of these 95 %.
  public var high: Double
  /// The number of pairs.
  public var count: Int

  /// The number of samples. A thousand give two digits of the limits.
  public static let resamples = 1000

  /// Returns nil where there are no values.
  public init?(of values: [Double], seed: UInt64, resamples: Int = Self.resamples) {
    guard !values.isEmpty else { return nil }
    count = values.count
    mean = values.reduce(0, +) / Double(values.count)
    let sorted = values.sorted()
    median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    var generator = SplitMix64(seed: seed)
    let means = (0..<resamples).map { _ in
      (0..<values.count).reduce(0) { sum, _ in sum + values[generator.next(below: values.count)] }
        / Double(values.count)
    }.sorted()
    low = means.isEmpty ? mean : means[Int(0.025 * Double(means.count - 1))]
    high = means.isEmpty ? mean : means[Int((0.975 * Double(means.count - 1)).rounded(.up))]
  }
}
