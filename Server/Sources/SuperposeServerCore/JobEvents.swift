/// What happens to registrations, for those who listen.
package actor JobEvents {
  /// A registration's state after something has happened.
  package struct Event: Hashable, Codable, Sendable {
    package let state: RegistrationJob.State
    package let stage: Stage
    package let progress: Double

    package init(_ state: RegistrationJob.State, _ stage: Stage) {
      self.state = state
      self.stage = stage
      progress = stage.progress
    }

    package var isLast: Bool { stage == .ended }
  }

  private var stages: [String: Stage] = [:]
  private var listeners: [String: [Int: AsyncStream<Event>.Continuation]] = [:]
  private var nextListener = 0
  private var listenerCount = 0
  private var isStopped = false
  private let mostListeners: Int

  package init(mostListeners: Int) { self.mostListeners = mostListeners }

  /// The stage of a registration that runs; nil where none of this name does.
  package func stage(_ id: String) -> Stage? { stages[id] }

  package func tell(_ id: String, _ event: Event) {
    stages[id] = event.state == .running ? event.stage : nil
    for listener in (listeners[id] ?? [:]).values {
      listener.yield(event)
      if event.isLast { listener.finish() }
    }
  }

  /// The registration is gone.
  package func forget(_ id: String) {
    stages[id] = nil
    for listener in (listeners[id] ?? [:]).values { listener.finish() }
  }

  /// What happens from now on; it ends with the registration or the service.
  package func listen(to id: String) throws -> AsyncStream<Event> {
    guard !isStopped else { throw Problem(.stopping, "the service is stopping; try again later", retrySeconds: 5) }
    guard listenerCount < mostListeners else {
      throw Problem(.tooManyRequests, "too many clients listen already; ask for the state instead", retrySeconds: 5)
    }
    let (stream, continuation) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(32))
    let number = nextListener
    nextListener += 1
    listenerCount += 1
    listeners[id, default: [:]][number] = continuation
    continuation.onTermination = { [weak self] _ in Task { await self?.remove(number, id) } }
    return stream
  }

  /// Ends all streams, so that connections can close.
  package func stop() {
    isStopped = true
    for listener in listeners.values.flatMap(\.values) { listener.finish() }
  }

  private func remove(_ number: Int, _ id: String) {
    guard listeners[id]?.removeValue(forKey: number) != nil else { return }
    listenerCount -= 1
    if listeners[id]?.isEmpty == true { listeners[id] = nil }
  }
}
