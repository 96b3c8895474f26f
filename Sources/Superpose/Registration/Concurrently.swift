import Dispatch

/// Runs two pieces of work concurrently and waits for both. If both throw, the error of the first is thrown.
func concurrently<A: Sendable, B: Sendable>(
  _ first: @Sendable () throws -> A, _ second: @Sendable () throws -> B
) throws -> (A, B) {
  nonisolated(unsafe) var a: Result<A, any Error>?
  nonisolated(unsafe) var b: Result<B, any Error>?
  // Each index writes its own variable, and concurrentPerform returns when both are done.
  DispatchQueue.concurrentPerform(iterations: 2) { index in
    if index == 0 { a = Result { try first() } } else { b = Result { try second() } }
  }
  guard let a, let b else { preconditionFailure("concurrentPerform returned before its work was done") }
  return (try a.get(), try b.get())
}
