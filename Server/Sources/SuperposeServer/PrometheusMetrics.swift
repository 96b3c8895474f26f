public import Metrics
import Synchronization

/// Keeps what is measured, and writes it as Prometheus reads it (text format 0.0.4).
public final class PrometheusMetrics: MetricsFactory, Sendable {
  enum Kind: String { case counter, gauge, summary }

  /// One line of numbers: a name with its labels.
  struct Series: Hashable {
    let name: String
    let labels: String
  }

  struct Value {
    var kind: Kind
    var sum = 0.0
    var count = 0
  }

  private let values = Mutex<[Series: Value]>([:])

  public init() {}

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    Recorder(self, Series(label, dimensions, suffix: "_total"), .counter)
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    Recorder(self, Series(label, dimensions), .gauge)
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    Recorder(self, Series(label, dimensions), aggregate ? .summary : .gauge)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    Recorder(self, Series(label, dimensions, suffix: "_seconds"), .summary)
  }

  // Series stay when their handlers go: what was counted was counted.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  func change(_ series: Series, _ kind: Kind, _ work: (inout Value) -> Void) {
    values.withLock { work(&$0[series, default: Value(kind: kind)]) }
  }

  /// - Parameter gauges: further values by name.
  package func text(_ gauges: [String: Double]) -> String {
    var all = values.withLock { $0 }
    for (name, value) in gauges { all[Series(name, [])] = Value(kind: .gauge, sum: value, count: 1) }
    return Dictionary(grouping: all) { $0.key.name }.sorted { $0.key < $1.key }.map { name, series in
      let kind = series.first?.value.kind ?? .gauge
      let lines = series.sorted { $0.key.labels < $1.key.labels }.map { $0.value.lines($0.key) }
      return "# TYPE \(name) \(kind.rawValue)\n" + lines.joined()
    }.joined()
  }
}

extension PrometheusMetrics.Series {
  init(_ label: String, _ dimensions: [(String, String)], suffix: String = "") {
    let plain = Self.plain(label)
    name = plain.hasSuffix(suffix) ? plain : plain + suffix
    labels = dimensions.map { "\(Self.plain($0))=\"\(Self.escaped($1))\"" }.joined(separator: ",")
  }

  /// Letters, digits and underscores.
  private static func plain(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

extension PrometheusMetrics.Value {
  fileprivate func lines(_ series: PrometheusMetrics.Series) -> String {
    let labels = series.labels.isEmpty ? "" : "{\(series.labels)}"
    switch kind {
    case .counter, .gauge: return "\(series.name)\(labels) \(sum)\n"
    case .summary: return "\(series.name)_sum\(labels) \(sum)\n\(series.name)_count\(labels) \(count)\n"
    }
  }
}

/// Writes into one series.
private final class Recorder: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  private let metrics: PrometheusMetrics
  private let series: PrometheusMetrics.Series
  private let kind: PrometheusMetrics.Kind

  init(_ metrics: PrometheusMetrics, _ series: PrometheusMetrics.Series, _ kind: PrometheusMetrics.Kind) {
    self.metrics = metrics
    self.series = series
    self.kind = kind
  }

  func increment(by amount: Int64) { metrics.change(series, kind) { $0.sum += Double(amount) } }
  func increment(by amount: Double) { metrics.change(series, kind) { $0.sum += amount } }
  func decrement(by amount: Double) { metrics.change(series, kind) { $0.sum -= amount } }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { metrics.change(series, kind) { $0.sum = value } }
  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  func reset() { metrics.change(series, kind) { ($0.sum, $0.count) = (0, 0) } }

  func record(_ value: Double) {
    let isSummary = kind == .summary
    metrics.change(series, kind) { stored in
      stored.sum = isSummary ? stored.sum + value : value
      stored.count += 1
    }
  }
}
