import Dispatch
import Foundation
import SuperposeFiles

/// Ends the program at once when it is interrupted. Files that were being written are removed, and files that are
/// replaced together are all replaced or all left as they were.
enum Interruption {
  private static let queue = DispatchQueue(label: "interruption", qos: .userInteractive)
  // Only `install` touches them.
  nonisolated(unsafe) private static let sources = [SIGINT, SIGTERM].map { number in
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler {
      PendingFiles.removeAll {
        Console.complain("interrupted")
        _exit(128 + number)
      }
    }
    return source
  }

  static func install() {
    for source in sources {
      signal(Int32(source.handle), SIG_IGN)
      source.resume()
    }
    // Writing beyond the user's limit for files is then an ordinary error, and the temporary file is removed.
    signal(SIGXFSZ, SIG_IGN)
  }
}
