import SystemPackage

/// A file for what does not fit into memory. It goes with this object, and with the program where that is interrupted.
///
/// Not for use from several threads at a time, except for reading.
public final class ScratchFile {
  /// The file itself, for other code that reads it.
  public let path: String
  /// The path that errors name.
  private let folder: String
  private let descriptor: FileDescriptor
  /// In bytes.
  public private(set) var count = 0

  /// Makes a hidden file in a folder.
  public init(in folder: String) throws(FileError) {
    let path = folder + "/.superpose-" + String(UInt64.random(in: .min ... .max), radix: 16)
    PendingFiles.add(path)
    (self.path, self.folder) = (path, folder)
    do {
      descriptor = try named(.write, folder) {
        try FileDescriptor.open(
          FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
          permissions: FilePermissions(rawValue: 0o600))
      }
    } catch {
      PendingFiles.remove(path)
      throw error
    }
  }

  deinit {
    try? descriptor.close()
    _ = try? FileSystem.removeFile(path)
    PendingFiles.remove(path)
  }

  /// Adds bytes at the end.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try named(.write, folder) { _ = try descriptor.writeAll(toAbsoluteOffset: Int64(count), bytes) }
    count += bytes.count
  }

  /// Makes the file so long, with zeros that take no room.
  public func extend(to count: Int) throws(FileError) {
    try named(.write, folder) { try descriptor.resize(to: Int64(count)) }
    self.count = max(self.count, count)
  }

  /// Replaces bytes.
  /// - Precondition: They lie within the file's length.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
    precondition(offset >= 0 && offset + bytes.count <= count, "writing beyond the end of a scratch file")
    try named(.write, folder) { _ = try descriptor.writeAll(toAbsoluteOffset: Int64(offset), bytes) }
  }

  /// Reads as many bytes as the buffer has.
  /// - Precondition: They were written.
  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) {
    precondition(offset >= 0 && offset + buffer.count <= count, "reading beyond the end of a scratch file")
    try named(.read, folder) {
      var done = 0
      while done < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
        let read = try descriptor.read(fromAbsoluteOffset: Int64(offset + done), into: rest)
        guard read > 0 else { throw Errno.ioError }
        done += read
      }
    }
  }
}
