import Foundation

/// The files and folders of this process that do not have their names yet. A program that ends at once, such as when it
/// is interrupted, removes them first.
public enum PendingFiles {
  // There is one set for the process, since the process ends once. The two sets are used only while the lock is held.
  private static let lock = NSRecursiveLock()
  /// Paths that are removed with everything in them.
  nonisolated(unsafe) private static var whole: Set<String> = []
  /// Folders that were made on the way and are removed if nothing is in them.
  nonisolated(unsafe) private static var ifEmpty: Set<String> = []

  /// - Parameters:
  ///   - path: The file or folder.
  ///   - onlyIfEmpty: Whether a folder stays where something is in it.
  public static func add(_ path: String, onlyIfEmpty: Bool = false) {
    lock.withLock { _ = onlyIfEmpty ? ifEmpty.insert(path) : whole.insert(path) }
  }

  public static func remove(_ path: String) {
    lock.withLock {
      whole.remove(path)
      ifEmpty.remove(path)
    }
  }

  /// Runs work that must be done wholly or not at all, such as renaming files that belong together: the program does
  /// not end in the middle of it. Long work belongs before it.
  public static func settle<Result, Failure>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try work()
  }

  /// Removes all of them, then ends the program. None can be added between the two.
  public static func removeAll(thenEnd end: () -> Never) -> Never {
    lock.lock()
    for path in whole { FileSystem.removeAll(path) }
    // Folders inside others come first.
    for path in ifEmpty.sorted(by: >) { FileSystem.removeEmptyFolder(path) }
    end()
  }
}
