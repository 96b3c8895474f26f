import Dispatch

/// A value that is made on another thread while the caller goes on.
final class Loading<Value: Sendable>: Sendable {
  /// The value that both threads see. It is written once, before the group is left, and read after waiting for the
  /// group.
  private final class Outcome: @unchecked Sendable {
    var result: Result<Value, any Error>?
  }

  private let outcome = Outcome()
  private let group = DispatchGroup()

  init(_ make: @escaping @Sendable () throws -> Value) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [outcome] in
      outcome.result = Result { try make() }
    }
  }

  /// Waits, so that nothing is still being made when the program ends.
  deinit { group.wait() }

  /// Waits until the value is there.
  ///
  /// - Throws: What making it threw.
  func value() throws -> Value {
    group.wait()
    guard let result = outcome.result else { preconditionFailure("the group was left before its work was done") }
    return try result.get()
  }
}
