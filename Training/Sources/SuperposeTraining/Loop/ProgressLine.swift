import Foundation

/// Progress on standard error: a line that is renewed on a terminal, a line now and then elsewhere.
public final class ProgressLine {
  private let isTerminal = isatty(2) == 1
  private var last = Date.distantPast
  private var lastStep: (step: Int, date: Date)?

  public init() {}

  var isDue: Bool { Date().timeIntervalSince(last) >= (isTerminal ? 2 : 15) }

  func show(_ stage: String, step: Int, done: Double, seconds: Double, _ metrics: [(key: String, value: Float)]) {
    last = Date()
    let rate = lastStep.map { Double(step - $0.step) / max(1e-3, last.timeIntervalSince($0.date)) } ?? 0
    lastStep = (step, last)
    let remaining = done > 0 ? seconds / done - seconds : 0
    let head = String(
      format: "%@ %3.0f%% step %d %.2f/s, %@ left:", stage, 100 * done, step, rate, Self.duration(remaining))
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
