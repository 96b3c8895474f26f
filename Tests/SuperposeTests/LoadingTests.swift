import Foundation
import Testing

@testable import Superpose

@Suite struct LoadingTests {
  private struct Failure: Error, Equatable {}

  /// Counts what has been made, from any thread.
  private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    var value: Int { lock.withLock { count } }
    func add() { lock.withLock { count += 1 } }
  }

  @Test func theValueIsMadeOnceAndMeanwhileTheCallerGoesOn() throws {
    let (counter, mayGoOn) = (Counter(), DispatchSemaphore(value: 0))
    let loading = Loading {
      mayGoOn.wait()
      counter.add()
      return counter.value
    }
    #expect(counter.value == 0)
    mayGoOn.signal()
    #expect(try loading.value() == 1)
    #expect(try loading.value() == 1)
  }

  @Test func whatMakingItThrewComesWithEachAnswer() {
    let loading = Loading<Int> { throw Failure() }
    for _ in 0..<2 { #expect(throws: Failure()) { try loading.value() } }
  }

  @Test func itsEndWaits() {
    let counter = Counter()
    do {
      _ = Loading {
        Thread.sleep(forTimeInterval: 0.1)
        counter.add()
      }
    }
    #expect(counter.value == 1)
  }
}
