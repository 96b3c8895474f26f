import Foundation

/// Files and folders of this process that wait for their names. A program that ends at once, when it is interrupted
/// say, removes them first.
public enum PendingFiles {
  // There is one set for the process, since there is one end of it. Only held locks touch the two.
  private static let lock = NSRecursiveLock()
  /// Removed with all that is in them.
  nonisolated(unsafe) private static var whole: Set<String> = []
  /// Folders that were made on the way and go if nothing is in them.
  nonisolated(unsafe) private static var ifEmpty: Set<String> = []

  /// - Parameter onlyIfEmpty: for a folder that stays where something is in it.
  public static func add(_ path: String, onlyIfEmpty: Bool = false) {
    lock.withLock { _ = onlyIfEmpty ? ifEmpty.insert(path) : whole.insert(path) }
  }

  public static func remove(_ path: String) {
    lock.withLock {
      whole.remove(path)
      ifEmpty.remove(path)
    }
  }

  /// Runs what must be done wholly or not at all, such as the renaming of files that belong together: the program does
  /// not end in the middle of it. Long work belongs before it.
  public static func settle<Result, Failure>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try work()
  }

  /// Removes them all, then ends the program; none can be added between the two.
  public static func removeAll(thenEnd end: () -> Never) -> Never {
    lock.lock()
    for path in whole { FileSystem.removeAll(path) }
    // Those inside first.
    for path in ifEmpty.sorted(by: >) { FileSystem.removeEmptyFolder(path) }
    end()
  }
}
