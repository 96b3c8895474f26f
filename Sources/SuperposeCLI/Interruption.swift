import Dispatch
import Foundation
import SuperposeFiles

/// Ends the program at once when it is interrupted. What it was writing goes, and files that change places together
/// have all done so or none.
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
    // A file beyond the user's limit is then an error of the write, and its temporary file is removed.
    signal(SIGXFSZ, SIG_IGN)
  }
}
