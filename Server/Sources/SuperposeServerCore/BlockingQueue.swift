import Dispatch

/// Runs work that takes long on threads of its own, so that those which answer requests stay free.
package final class BlockingQueue: Sendable {
  private let queue: DispatchQueue
  private let waiting: WaitingLine

  /// - Parameters:
  ///   - width: how many pieces of work run at a time.
  ///   - mostWaiting: how many may wait or run; nil for any number.
  package init(_ label: String, width: Int = 1, mostWaiting: Int? = nil) {
    queue = DispatchQueue(label: label, attributes: width == 1 ? [] : .concurrent)
    waiting = WaitingLine(width: width, mostWaiting: mostWaiting)
  }

  /// - Throws: ``Problem`` where too much waits already, or what the work throws.
  package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await runAsync { try await onThread(work) }
  }

  /// The same for work that waits elsewhere.
  package func runAsync<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
    try await waiting.enter()
    do {
      let value = try await work()
      await waiting.leave()
      return value
    } catch {
      await waiting.leave()
      throw error
    }
  }

  private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }
}

/// Lets so many pass at a time, the others in the order in which they came.
private actor WaitingLine {
  private let width: Int
  private let mostWaiting: Int?
  private var running = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(width: Int, mostWaiting: Int?) {
    self.width = width
    self.mostWaiting = mostWaiting
  }

  func enter() async throws {
    if running < width {
      running += 1
      return
    }
    if let mostWaiting, waiting.count >= mostWaiting {
      throw Problem(.tooManyRequests, "too many requests wait for this already; try again later", retrySeconds: 2)
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
  }
}
