import Foundation

/// The progress on the standard error: a line that is updated in a terminal, and a line now and then elsewhere.
public final class ProgressLine {
  private let isTerminal = isatty(2) == 1
  private var last = Date.distantPast
  private var lastStep: (step: Int, date: Date)?
  private var remaining = RemainingTime()

  public init() {}

  var isDue: Bool { Date().timeIntervalSince(last) >= (isTerminal ? 2 : 15) }

  func show(_ stage: String, step: Int, done: Double, _ metrics: [(key: String, value: Float)]) {
    last = Date()
    let rate = lastStep.map { Double(step - $0.step) / max(1e-3, last.timeIntervalSince($0.date)) } ?? 0
    lastStep = (step, last)
    let left = remaining.estimate(done: done, at: last.timeIntervalSinceReferenceDate)
    let head = String(
      format: "%@ %3.0f%% step %d %.2f/s%@:", stage, 100 * done, step, rate,
      left.map { ", \(Self.duration($0)) left" } ?? "")
    write((isTerminal ? "\r\u{1B}[K" : "") + head + " " + Self.text(metrics) + (isTerminal ? "" : "\n"))
  }

  public func note(_ what: String, _ metrics: [(key: String, value: Float)] = []) {
    write((isTerminal ? "\r\u{1B}[K" : "") + what + (metrics.isEmpty ? "" : ": " + Self.text(metrics)) + "\n")
  }

  private static func text(_ metrics: [(key: String, value: Float)]) -> String {
    metrics.map { String(format: "%@ %.4g", $0.key, $0.value) }.joined(separator: ", ")
  }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole >= 3600 ? "\(whole / 3600) h \(whole / 60 % 60) min" : "\(whole / 60) min \(whole % 60) s"
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// Estimates the remaining time from the latest progress. The first steps are slow, because memory and kernels are
/// prepared, and a run that was resumed has done much in no time.
struct RemainingTime {
  private var marks: [(done: Double, seconds: Double)] = []

  /// - Parameters:
  ///   - done: The share that is done, 0…1.
  ///   - seconds: The time of any clock.
  /// - Returns: The remaining time in seconds, or nil where too little was seen to say.
  mutating func estimate(done: Double, at seconds: Double) -> Double? {
    marks.append((done, seconds))
    // The first mark that is used lies behind the slow beginning.
    if marks.count > Self.window { marks.removeFirst() }
    guard marks.count >= Self.least, let first = marks.first, done > first.done else { return nil }
    return (1 - done) * (seconds - first.seconds) / (done - first.done)
  }

  private static let least = 3
  private static let window = 20
}
