import Dispatch
import Foundation

/// Ends the program when it is interrupted, yet never in the middle of writing files.
enum Interruption {
  private static let writing = NSLock()
  private static let queue = DispatchQueue(label: "interruption", qos: .userInteractive)
  // Only `install` touches them.
  nonisolated(unsafe) private static let sources = [SIGINT, SIGTERM].map { number in
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler {
      writing.lock()
      Console.complain("interrupted")
      _exit(128 + number)
    }
    return source
  }

  static func install() {
    for source in sources {
      signal(Int32(source.handle), SIG_IGN)
      source.resume()
    }
    // A file beyond the user's limit is then an error of the write, and its temporary file is removed.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Runs what leaves files behind; an interruption waits until it is done.
  static func deferred<Result>(while work: () throws -> Result) rethrows -> Result {
    try writing.withLock { try work() }
  }
}
