import Foundation
import Superpose
import SuperposeFiles

/// The progress of long work, on the standard error. In a terminal it is one line that changes. Elsewhere it is a line
/// for every tenth of the work, or the lines that are printed for each part of it.
struct ProgressLine {
  private let isQuiet: Bool
  private let showsRate: Bool
  private let isTerminal = StandardStream.error.isTerminal
  private var task = ""
  private var start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var isOpen = false
  private var hasSaid = false

  /// - Parameter showsRate: Whether it also says how many parts are done in a second. Then it is shown beside lines
  ///   for each part as well, in ten places of a long list.
  init(isQuiet: Bool, showsRate: Bool = false) { (self.isQuiet, self.showsRate) = (isQuiet, showsRate) }

  /// How long the task takes until now.
  var seconds: Double { start.duration(to: .now) / .seconds(1) }

  /// - Parameter before: The number of parts that were done before and took no time.
  mutating func show(_ task: String, _ done: Int, of total: Int, before: Int = 0) {
    guard !isQuiet else { return }
    if task != self.task {
      end()
      // The clock of the first task began with this object.
      if !self.task.isEmpty { start = .now }
      self.task = task
    }
    let text = text(done, total, before)
    if isTerminal {
      update(text, isLast: done == total)
    } else if !hasSaid || showsRate && total >= 20, done % max(1, total / 10) == 0 || done == total {
      Console.complain(text)
    }
  }

  /// Tells of files that are written one after the other, and of the share of a large one.
  mutating func show(_ task: String, _ writing: WritingProgress) {
    if writing.fraction > 0 {
      show(task + " " + writing.name, Int(writing.fraction * 100), of: 100)
    } else {
      show(task, writing.done, of: writing.total)
    }
  }

  /// Prints a line that stays. In a terminal the progress goes on below it.
  ///
  /// - Parameter always: Whether the line is printed even where no progress is shown, as errors are.
  mutating func say(_ text: String, always: Bool = false) {
    guard !isQuiet || always else { return }
    if isOpen { write("\r\u{1B}[K") }
    isOpen = false
    hasSaid = true
    Console.complain(text)
  }

  /// Ends the line, so that something else can be printed.
  mutating func end() {
    if isOpen { write("\n") }
    isOpen = false
  }

  private mutating func update(_ text: String, isLast: Bool) {
    guard isLast || !isOpen || lastShown.duration(to: .now) > .milliseconds(200) else { return }
    lastShown = .now
    isOpen = true
    write("\r\u{1B}[Ksuperpose: \(text)")
  }

  private func text(_ done: Int, _ total: Int, _ before: Int) -> String {
    guard done > before else { return "\(task) \(done) of \(total)" }
    let rate = PairRate(pairs: done - before, seconds: seconds)
    let rest = seconds / Double(max(done - before, 1)) * Double(max(total - done, 0))
    return "\(task) \(done) of \(total), \(showsRate ? "\(rate.perSecond.formatted(digits: 2)) a second, " : "")"
      + "\(Self.time(rest)) left"
  }

  /// Returns `90 s` or, of long times, `5 h 12 min`.
  private static func time(_ seconds: Double) -> String {
    guard seconds >= 600 else { return "\(seconds.formatted(digits: 0)) s" }
    let minutes = Int(min(seconds / 60, 1e9))
    return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
  }

  private func write(_ text: String) { try? StandardStream.error.write(text.utf8) }
}
