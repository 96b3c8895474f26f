import Foundation
import Superpose
import SuperposeFiles

/// How far long work has come, on the standard error: one line that changes in a terminal, elsewhere a line every tenth.
struct ProgressLine {
  private let isQuiet: Bool
  private let isTerminal = StandardStream.error.isTerminal
  private var task = ""
  private var start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var isOpen = false

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  mutating func show(_ task: String, _ done: Int, of total: Int) {
    guard !isQuiet else { return }
    if task != self.task {
      end()
      (self.task, start) = (task, .now)
    }
    if isTerminal { update(done, total) } else { report(done, total) }
  }

  /// Ends the line, so that something else can be printed.
  mutating func end() {
    if isOpen { write("\n") }
    isOpen = false
  }

  private mutating func update(_ done: Int, _ total: Int) {
    guard done == total || !isOpen || lastShown.duration(to: .now) > .milliseconds(200) else { return }
    lastShown = .now
    isOpen = true
    write("\r\u{1B}[Ksuperpose: \(text(done, total))")
  }

  private func report(_ done: Int, _ total: Int) {
    let step = max(1, total / 10)
    if done % step == 0 || done == total { Console.complain(text(done, total)) }
  }

  private func text(_ done: Int, _ total: Int) -> String {
    let seconds = start.duration(to: .now) / .seconds(1)
    let rest = seconds / Double(max(done, 1)) * Double(max(total - done, 0))
    return "\(task) \(done) of \(total), \(rest.formatted(digits: 0)) s left"
  }

  private func write(_ text: String) { try? StandardStream.error.write(text.utf8) }
}
