import Foundation
import SystemPackage

/// A file that is being written. It is written beside its place and gets its name when it is whole, so that its place
/// holds either what was there before or all of the new content. One that is dropped before ``commit()`` leaves nothing
/// behind.
public final class ReplacementFile {
  /// The file that will be replaced.
  public let path: String
  /// The file that links at `path` lead to. The links stay what they are.
  private let target: String
  private let partial: String
  private let descriptor: FileDescriptor
  private var isOpen = true
  private var isCommitted = false

  /// Opens a new file beside its place.
  ///
  /// - Parameter path: The file that will be replaced.
  /// - Throws: ``FileError``, of kind `notAFile` where a folder, a device or a pipe has the name.
  public init(for path: String) throws(FileError) {
    self.path = path
    target = try Self.target(of: path)
    let folder = FilePath(target).removingLastComponent()
    // The temporary name does not contain the file's, which may be as long as names can be.
    let name = ".superpose-" + String(UInt64.random(in: .min ... .max), radix: 16)
    partial = folder.appending(name).string
    let place = FilePath(partial)
    descriptor = try named(.write, path) {
      try FileDescriptor.open(
        place, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: FilePermissions(rawValue: 0o666))
    }
    PendingFiles.add(partial)
  }

  deinit {
    if isOpen { try? descriptor.close() }
    guard !isCommitted else { return }
    unlink(partial)
    PendingFiles.remove(partial)
  }

  /// Adds bytes.
  public func write(_ bytes: some Sequence<UInt8>) throws(FileError) {
    _ = try named(.write, path) { try descriptor.writeAll(bytes) }
  }

  /// Replaces bytes that were written before.
  public func overwrite(_ bytes: some Sequence<UInt8>, at offset: Int) throws(FileError) {
    _ = try named(.write, path) { try descriptor.writeAll(toAbsoluteOffset: Int64(offset), bytes) }
  }

  /// Lets other code write the content.
  ///
  /// - Parameter body: Writes to the path that it is given.
  public func fill(_ body: (String) throws -> Void) rethrows { try body(partial) }

  /// Maps what was written so far.
  public func contents() throws(FileError) -> MappedFile { try MappedFile(partial) }

  /// Waits for the disk and ends the writing. Only ``commit()`` may follow.
  public func finish() throws(FileError) {
    guard isOpen else { return }
    try named(.write, path) { try succeed(fsync(descriptor.rawValue)) }
    isOpen = false
    // Some file systems report a full disk only here.
    try named(.write, path) { try descriptor.close() }
  }

  /// Gives the file its name, and replaces what had it before.
  public func commit() throws(FileError) {
    try finish()
    try PendingFiles.settle { () throws(FileError) in
      try named(.write, path) { try succeed(rename(partial, target)) }
      isCommitted = true
      PendingFiles.remove(partial)
    }
    Self.synchronizeFolder(of: target)
  }

  /// Writes a whole file, or nothing where that fails.
  public static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(FileError) {
    let file = try ReplacementFile(for: path)
    try file.write(bytes)
    try file.commit()
  }

  /// Makes the rename itself last through a power failure, on file systems that offer that. The file is whole in any
  /// case.
  private static func synchronizeFolder(of path: String) {
    let folder = FilePath(path).removingLastComponent()
    guard let descriptor = try? FileDescriptor.open(folder.isEmpty ? "." : folder, .readOnly, options: .closeOnExec)
    else { return }
    fsync(descriptor.rawValue)
    try? descriptor.close()
  }

  private static func target(of path: String) throws(FileError) -> String {
    switch try? FileSystem.entry(at: path) {
    case .file:
      guard let real = realpath(path, nil) else { return path }
      defer { free(real) }
      return String(cString: real)
    case .folder: throw FileError(.write, path, .isDirectory)
    case .other:
      throw FileError(
        .notAFile, .write, path, problem: "it is not a regular file", hint: "give the name of a file")
    case nil: return path
    }
  }
}
