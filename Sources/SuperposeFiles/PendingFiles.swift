import Foundation
import Synchronization

/// Files and folders of this process that wait for their names. A program that ends at once, when it is interrupted
/// say, removes them first.
public enum PendingFiles {
  private struct Paths {
    /// Removed with all that is in them.
    var whole: Set<String> = []
    /// Folders that were made on the way and go if nothing is in them.
    var ifEmpty: Set<String> = []
  }

  // There is one set for the process, since there is one end of it.
  private static let pending = Mutex(Paths())

  /// - Parameter onlyIfEmpty: for a folder that stays where something is in it.
  public static func add(_ path: String, onlyIfEmpty: Bool = false) {
    pending.withLock { _ = onlyIfEmpty ? $0.ifEmpty.insert(path) : $0.whole.insert(path) }
  }

  public static func remove(_ path: String) {
    pending.withLock {
      $0.whole.remove(path)
      $0.ifEmpty.remove(path)
    }
  }

  /// Removes them all, then ends the program; none can be added between the two.
  public static func removeAll(thenEnd end: () -> Never) -> Never {
    pending.withLock { pending in
      for path in pending.whole { try? FileManager.default.removeItem(atPath: path) }
      // Those inside first.
      for path in pending.ifEmpty.sorted(by: >) { rmdir(path) }
      end()
    }
  }
}
