internal import CTorchLoader
import Foundation

/// What libtorch refuses ends the program, except where it is attempted: operations have no other result than a tensor,
/// since the networks' layers are written without errors.
extension Torch {
  /// Why libtorch did not do what it was asked for.
  public struct Failure: Error, Sendable {
    public let operation: String
    /// What libtorch says, in one line.
    public let message: String
    public let isOutOfMemory: Bool
  }

  private struct Attempt {
    var failure: Failure?
  }

  /// Attempts wait for each other, so that there is one at a time. What runs outside of any, as training does, has one
  /// thread.
  private static let turn = NSLock()
  nonisolated(unsafe) private static var attempt: Attempt?

  /// Whether something that is attempted has failed. What follows from it is no longer computed.
  static var hasFailed: Bool { attempt?.failure != nil }

  /// Runs `body` without gradients, one thread at a time.
  ///
  /// - Throws: ``Failure`` for the first thing that libtorch refused, or what `body` throws.
  public static func attempting<Result>(_ body: () throws -> Result) throws -> Result {
    try turn.withLock {
      attempt = Attempt()
      defer { attempt = nil }
      let result = try withoutGradients(body)
      if let failure = attempt?.failure { throw failure }
      return result
    }
  }

  /// Notes a failure, or ends the program where nothing is attempted: training cannot recover, and the files on disk
  /// stay whole.
  static func fail(_ operation: String = "libtorch") {
    guard !hasFailed else { return }
    let message = String(cString: functions.error())
    guard attempt == nil else {
      let line = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason given"
      attempt?.failure = Failure(
        operation: operation, message: line, isOutOfMemory: functions.failure() == TT_OUT_OF_MEMORY)
      return
    }
    FileHandle.standardError.write(
      Data("\(ProcessInfo.processInfo.processName): libtorch: \(operation): \(message)\n".utf8))
    exit(70)
  }
}
