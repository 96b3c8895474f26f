/// The areas under cumulative curves of errors.
public enum CumulativeErrors {
  /// Returns what one error adds to the mean: the exact integral from 0 to the threshold of "the error is not above e",
  /// divided by the threshold. An infinite or undefined error adds nothing.
  public static func area(of error: Double, upTo threshold: Double) -> Double {
    error < threshold ? 1 - max(error, 0) / threshold : 0
  }

  /// Returns the area under the curve of many errors, 0…1, and 0 for no errors.
  public static func area(of errors: [Double], upTo threshold: Double) -> Double {
    errors.isEmpty ? 0 : errors.reduce(0) { $0 + area(of: $1, upTo: threshold) } / Double(errors.count)
  }

  /// Returns the curve: the share of errors not above each value, at the values where it rises and at both ends.
  public static func curve(of errors: [Double], upTo threshold: Double) -> [(error: Double, share: Double)] {
    let count = Double(max(errors.count, 1))
    var points: [(error: Double, share: Double)] = [(0, 0)]
    for (rank, error) in errors.filter({ $0 <= threshold }).sorted().enumerated() {
      points.append((error, Double(rank) / count))
      points.append((error, Double(rank + 1) / count))
    }
    return points + [(threshold, points[points.count - 1].share)]
  }
}
