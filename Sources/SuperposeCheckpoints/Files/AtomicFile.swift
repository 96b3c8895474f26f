import Foundation

/// Writes a file so that its place holds either the old content or all of the new.
enum AtomicFile {
  /// Opens a new file beside `path`, lets `body` write to its descriptor, and renames it to `path`; where any step
  /// fails, the new file is removed.
  static func write(to path: String, _ body: (Int32) throws(Fault) -> Void) throws(Fault) {
    let partial = "\(path).partial-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw systemFault() }
    do throws(Fault) {
      try fill(descriptor, body)
      guard rename(partial, path) == 0 else { throw systemFault() }
    } catch {
      unlink(partial)
      throw error
    }
    synchronizeFolder(of: path)
  }

  /// Writes all bytes, in as many calls as it takes.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Fault) {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw systemFault() }
      done += count
    }
  }

  /// Closes the descriptor on every path.
  private static func fill(_ descriptor: Int32, _ body: (Int32) throws(Fault) -> Void) throws(Fault) {
    do throws(Fault) {
      try body(descriptor)
      guard fsync(descriptor) == 0 else { throw systemFault() }
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw systemFault() }
  }

  /// Makes the rename itself last through a power failure, on file systems that offer it; the file is whole anyway.
  private static func synchronizeFolder(of path: String) {
    let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// The failure that `errno` names.
  private static func systemFault() -> Fault {
    let code = errno
    return Fault(
      kind: code == EACCES || code == EPERM ? .permissionDenied : .cannotWrite,
      problem: "The file could not be written: \(String(cString: strerror(code))).",
      hint: "Check that the folder exists, may be written to, and has room.")
  }
}
