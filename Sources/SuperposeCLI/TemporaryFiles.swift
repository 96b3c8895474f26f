import Foundation
import SuperposeFiles

/// Temporary files of libraries. libvips keeps decoded pictures and the levels of a pyramid in `$TMPDIR`; a program
/// that ends at once would leave them there, so that they get a folder of this run, which goes with it.
enum TemporaryFiles {
  // Only the main thread touches it, before it starts others and when it ends the program.
  nonisolated(unsafe) private static var folder: String?

  /// Makes the folder, and names it in the environment: to be called before there are threads. Where that is not
  /// possible, things stay as they are.
  static func contain() {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let path = parent + "/superpose-" + String(UInt64.random(in: .min ... .max), radix: 16)
    guard (try? FileSystem.makeNewFolder(path)) != nil else { return }
    PendingFiles.add(path)
    folder = path
    setenv("TMPDIR", path, 1)
  }

  /// Removes the folder with everything in it.
  static func remove() {
    guard let folder else { return }
    FileSystem.removeAll(folder)
    PendingFiles.remove(folder)
  }
}
