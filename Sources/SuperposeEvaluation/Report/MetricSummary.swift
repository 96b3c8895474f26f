import Superpose
public import SuperposeMatching

/// The figures of one method on one set of pairs.
public struct MetricSummary: Codable, Sendable {
  /// The kind of set that the pairs make up.
  public enum Scope: String, Codable, Sendable {
    /// The sequence.
    case sequence
    /// The data set.
    case dataset
    /// Nothing: all pairs.
    case total
  }

  /// The method's name.
  public var method: String
  /// What the pairs have in common.
  public var scope: Scope
  /// The name of the sequence or the data set; it is empty for all pairs.
  public var name: String
  /// How many there are.
  public var pairs: Int
  /// The metrics that are defined for at least one of the pairs.
  public var metrics: [Metric: Interval]
  /// The mean time of each stage.
  public var seconds: Timings

  /// Nil where it is defined for none of the pairs.
  public subscript(metric: Metric) -> Interval? { metrics[metric] }

  /// - Precondition: There is at least one result.
  init(_ results: [PairResult], scope: Scope, name: String, seed: UInt64) {
    precondition(!results.isEmpty, "there is nothing to summarise")
    method = results[0].method
    self.scope = scope
    self.name = name
    pairs = results.count
    metrics = [:]
    for metric in Metric.allCases {
      metrics[metric] = Interval(of: results.compactMap { $0.values[metric] }, seed: seed)
    }
    seconds = results.reduce(Timings()) { $0 + $1.seconds } / results.count
  }
}

extension [PairResult] {
  /// Summarises by method, and within each by sequence, by data set and over all pairs. A set that equals a larger one
  /// is left out.
  func summaries(seed: UInt64) -> [MetricSummary] {
    grouped(by: \.method).flatMap { _, results in
      let datasets = results.grouped(by: \.dataset)
      let sequences = results.grouped(by: \.sequence)
      let total = MetricSummary(results, scope: .total, name: "", seed: seed)
      return
        (sequences.count > datasets.count
        ? sequences.map { MetricSummary($1, scope: .sequence, name: $0, seed: seed) } : [])
        + (datasets.count > 1 ? datasets.map { MetricSummary($1, scope: .dataset, name: $0, seed: seed) } : []) + [
          total
        ]
    }
  }

  /// Groups the results, with groups in the order in which they first occur.
  fileprivate func grouped(by key: (PairResult) -> String) -> [(String, [PairResult])] {
    var order: [String] = []
    var groups: [String: [PairResult]] = [:]
    for result in self {
      let key = key(result)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(result)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }
}
