import Foundation

/// Read-only access to a whole file without copying it.
enum MappedFile {
  /// Maps the file for the duration of `body`. (A file that another process shortens meanwhile ends this one with a
  /// bus error, as with any mapping: checkpoints are replaced by renaming, not rewritten in place.)
  static func withBytes<Result>(
    of path: String, _ body: (UnsafeRawBufferPointer) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    let descriptor = try openForReading(path)
    defer { close(descriptor) }
    let size = try regularFileSize(descriptor)
    guard size > 0 else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw unreadable()
    }
    defer { munmap(start, size) }
    return try body(UnsafeRawBufferPointer(start: start, count: size))
  }

  static func openForReading(_ path: String) throws(Fault) -> Int32 {
    // Non-blocking, so that a named pipe is refused below instead of waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw openingFault(errno) }
    return descriptor
  }

  static func openingFault(_ code: Int32) -> Fault {
    switch code {
    case ENOENT, ENOTDIR: Fault(kind: .notFound, problem: "There is no such file.", hint: "Check the path.")
    case EACCES, EPERM:
      Fault(kind: .permissionDenied, problem: "The file may not be read by this user.", hint: "Check its permissions.")
    default: unreadable(code)
    }
  }

  static func regularFileSize(_ descriptor: Int32) throws(Fault) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Fault(
        kind: .notFound, problem: "This is a folder or a device, not a file.", hint: "Give the checkpoint file itself.")
    }
    return Int(status.st_size)
  }

  static func unreadable(_ code: Int32 = errno) -> Fault {
    Fault(
      kind: .unreadable, problem: "The file could not be read: \(String(cString: strerror(code))).",
      hint: "Check the disk, then try again.")
  }
}
