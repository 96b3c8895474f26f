import Foundation

/// The requests of a worker between being read and being answered: never more than a number of them, so that a sender
/// that is faster than the worker has to wait.
final class RequestQueue<Request>: @unchecked Sendable {
  // Sendable: everything is behind the condition.
  private struct Waiting {
    let request: Request
    /// How often a later one went before it.
    var passes = 0
  }

  private let condition = NSCondition()
  private let limit: Int
  private var waiting: [Waiting] = []
  /// Those that wait, and the one that is being done.
  private var held = 0
  private var isClosed = false
  private(set) var mostHeld = 0

  /// - Parameter limit: How many requests may be in memory.
  init(limit: Int) { self.limit = limit }

  /// Waits until there is room, and makes it taken: to be called before a request is read.
  func takeRoom() {
    condition.withLock {
      while held >= limit { condition.wait() }
      held += 1
      mostHeld = max(mostHeld, held)
    }
  }

  /// Adds a request, for which there is room.
  func add(_ request: Request) {
    condition.withLock {
      waiting.append(Waiting(request: request))
      condition.broadcast()
    }
  }

  /// Says that there will be no more.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }

  /// Says that a request has its answer and is gone.
  func giveRoom() {
    condition.withLock {
      held -= 1
      condition.broadcast()
    }
  }

  /// Takes the request that is to be done next, and waits for one where there is none.
  ///
  /// - Parameter cost: What a request takes; the cheapest goes first, and the earlier one of equals. One before which
  ///   as many have gone as there is room for goes before all others.
  /// - Returns: Nil when there will be no more.
  func next(cost: (Request) -> Int) -> Request? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty {
      if isClosed { return nil }
      condition.wait()
    }
    let place = cheapest(cost)
    for earlier in waiting[..<place].indices { waiting[earlier].passes += 1 }
    return waiting.remove(at: place).request
  }

  /// The request that would be next, where there is one already, and then others that wait, in their order.
  ///
  /// - Parameter most: How many at most, one or more.
  func following(most: Int, cost: (Request) -> Int) -> [Request] {
    condition.withLock {
      guard !waiting.isEmpty else { return [] }
      let first = cheapest(cost)
      let others = waiting.indices.filter { $0 != first }.prefix(most - 1)
      return ([first] + others).map { waiting[$0].request }
    }
  }

  private func cheapest(_ cost: (Request) -> Int) -> Int {
    if let first = waiting.first, first.passes >= limit { return 0 }
    let costs = waiting.map { cost($0.request) }
    return costs.firstIndex(of: costs.min() ?? 0) ?? 0
  }
}
